const FIRST_MS = 10_000;
const LONGEST_MS = 60 * 60_000;

/** Tries of one message; with the delays below they span about three hours. */
export const MAX_ATTEMPTS = 10;

/** How long to wait after the n-th failed try: doubling from ten seconds to an hour, less up to a half, so that many don't come back at once. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(full * (1 - random() / 2));
}
