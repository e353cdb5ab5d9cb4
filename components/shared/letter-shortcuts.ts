"use client";

import { useSyncExternalStore } from "react";

const STORAGE_KEY = "sluice-letter-shortcuts";
const listeners = new Set<() => void>();

/** Whether single letters act as shortcuts in this browser. */
export function areLetterShortcutsOn(): boolean {
  return window.localStorage.getItem(STORAGE_KEY) !== "off";
}

/** The same for a switch, with its setter. */
export function useLetterShortcuts(): [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(subscribe, areLetterShortcutsOn, () => true);
  const setIsOn = (next: boolean) => {
    window.localStorage.setItem(STORAGE_KEY, next ? "on" : "off");
    for (const notify of listeners) notify();
  };
  return [isOn, setIsOn];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
