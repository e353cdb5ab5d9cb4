/**
 * The generic cell rate algorithm, as one number: the time at which the allowance would be whole again. A limit of n a period admits n at once
 * and then one each n-th of the period. `costMs` is what the call takes of it, in time: units × period ÷ limit. Pure; times are milliseconds.
 * The same arithmetic runs in Redis (redis-scripts.ts).
 */
export function waitFor(wholeAtMs: number, costMs: number, periodMs: number, nowMs: number): number {
  const debtMs = Math.max(wholeAtMs - nowMs, 0);
  // What costs more than a whole period's allowance could never pass: it may once nothing else is owed.
  if (debtMs === 0 || debtMs + costMs <= periodMs) return 0;
  return Math.min(debtMs + costMs - periodMs, debtMs);
}

/** How much of the period's allowance is left, in whole units. */
export function unitsLeft(debtMs: number, periodMs: number, limit: number): number {
  // Times of today as doubles are exact to a quarter of a microsecond: what that hides of a unit is not lost.
  return Math.max(0, Math.floor(((periodMs - debtMs + 0.001) * limit) / periodMs));
}
