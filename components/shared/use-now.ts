"use client";

import { useSyncExternalStore } from "react";
import { useNow as useServerNow } from "use-intl";

const TICK_MS = 20_000;
let tick = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The present, renewed every 20 seconds by one clock for the whole page; while hydrating, the instant the server rendered at. */
export function useNow(): Date {
  const serverNow = useServerNow().getTime();
  return new Date(useSyncExternalStore(subscribe, readTick, () => serverNow));
}

function readTick(): number {
  if (timer === undefined) tick = Math.max(tick, Math.floor(Date.now() / TICK_MS) * TICK_MS);
  return tick;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tick = Date.now();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
