"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { areLetterShortcutsOn } from "@/components/shared/letter-shortcuts";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { useNavGroups } from "./use-nav-groups";

/** How long the second key may follow `g`. */
const SEQUENCE_MS = 1_000;

export interface ShortcutActions {
  openPalette: () => void;
  openHelp: () => void;
}

/** Cmd/Ctrl+K anywhere; `g` then a letter, and `?`, where no field takes the keys. */
export function useShortcuts({ openPalette, openHelp }: ShortcutActions): void {
  const router = useRouter();
  const tenantPath = useTenantPath();
  const pages = useNavGroups().flatMap((group) => group.items);
  const handle = useRef<(event: KeyboardEvent) => void>(() => {});
  const goPressedAt = useRef(0);

  useEffect(() => {
    handle.current = (event) => {
      if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || takesText(event.target) || !areLetterShortcutsOn()) return;
      if (event.key === "?") return openHelp();
      const isSecond = event.timeStamp - goPressedAt.current < SEQUENCE_MS;
      goPressedAt.current = event.key === "g" && !isSecond ? event.timeStamp : 0;
      const item = isSecond ? pages.find(({ key }) => key === event.key) : undefined;
      if (item) router.push(tenantPath(item.path));
    };
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => handle.current(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

/** Fields, lists and dialogs keep their keys. */
function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return (
    target.closest(
      "input, textarea, select, [role=combobox], [role=listbox], [role=menu], [role=dialog], [role=alertdialog]",
    ) !== null
  );
}
