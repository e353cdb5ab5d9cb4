import { LRUCache } from "lru-cache";

const MAX_FAILURES = 10;
const WINDOW_MS = 15 * 60_000;
/** Beyond this many the least recently seen are forgotten, so guessing at random addresses can't fill the memory. */
const MAX_REMEMBERED = 20_000;

export interface SignInThrottle {
  /** Counts an attempt, before its outcome is known so that parallel guesses count too. False when one of the keys has used up its failures. */
  admit(keys: readonly string[]): boolean;
  /** Takes a counted attempt back because it succeeded. */
  forgive(keys: readonly string[]): void;
}

/** At most ten failures per key in fifteen minutes, kept in memory. */
export function createSignInThrottle(now: () => Date): SignInThrottle {
  const windows = new LRUCache<string, { startedAtMs: number; count: number }>({
    // Not `max`, which would take the memory of all of them at once.
    maxSize: MAX_REMEMBERED,
    sizeCalculation: () => 1,
  });

  const current = (key: string) => {
    const known = windows.get(key);
    if (known && now().getTime() - known.startedAtMs < WINDOW_MS) return known;
    const fresh = { startedAtMs: now().getTime(), count: 0 };
    windows.set(key, fresh);
    return fresh;
  };

  return {
    admit(keys) {
      const counted = keys.map(current);
      if (counted.some((window) => window.count >= MAX_FAILURES)) return false;
      for (const window of counted) window.count++;
      return true;
    },
    forgive(keys) {
      for (const window of keys.map(current)) window.count = Math.max(0, window.count - 1);
    },
  };
}
