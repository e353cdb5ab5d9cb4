const WINDOW_MS = 60_000;

/**
 * The generic cell rate algorithm, as one number: the time at which the allowance would be whole again. A limit of n a minute admits n at once
 * and then one each n-th of a minute. Pure; times are milliseconds.
 */
export function admitAt(
  wholeAtMs: number,
  cost: number,
  perMinute: number,
  nowMs: number,
): { wholeAtMs: number } | { retryAfterMs: number } {
  const idleAtMs = Math.max(wholeAtMs, nowMs);
  const nextMs = idleAtMs + (cost * WINDOW_MS) / perMinute;
  // What costs more than a whole minute's allowance could never pass: it may once nothing else is owed.
  if (nextMs - nowMs <= WINDOW_MS || idleAtMs === nowMs) return { wholeAtMs: nextMs };
  return { retryAfterMs: Math.min(nextMs - nowMs - WINDOW_MS, idleAtMs - nowMs) };
}

/** Gives back what was reserved too much, or takes what was reserved too little. */
export function adjust(wholeAtMs: number, difference: number, perMinute: number): number {
  return wholeAtMs + (difference * WINDOW_MS) / perMinute;
}
