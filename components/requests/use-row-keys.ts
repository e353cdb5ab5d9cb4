"use client";

import { useEffect, useRef } from "react";
import { areLetterShortcutsOn } from "@/components/shared/letter-shortcuts";
import { ROW_BUTTON } from "./requests-table";

interface RowKeysOptions {
  ids: string[];
  /** The request whose sheet is open. */
  openId: string | null;
  onOpen: (id: string) => void;
}

/** `j` and `k`: with a sheet open, the next and the one before; otherwise the focus moves along the rows. Fields keep their letters. */
export function useRowKeys({ ids, openId, onOpen }: RowKeysOptions): void {
  const handle = useRef<(event: KeyboardEvent) => void>(() => {});
  useEffect(() => {
    handle.current = (event) => {
      if (event.key !== "j" && event.key !== "k") return;
      if (event.metaKey || event.ctrlKey || event.altKey || takesText(event.target) || !areLetterShortcutsOn()) return;
      const focusedId = document.activeElement?.getAttribute(ROW_BUTTON) ?? null;
      const at = ids.indexOf(openId ?? focusedId ?? "");
      const step = event.key === "j" ? 1 : -1;
      const next = ids[at === -1 ? 0 : at + step];
      if (next === undefined) return;
      event.preventDefault();
      if (openId) onOpen(next);
      else document.querySelector<HTMLElement>(`[${ROW_BUTTON}="${CSS.escape(next)}"]`)?.focus();
    };
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => handle.current(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=combobox], [role=listbox], [role=menu]") !== null
  );
}
