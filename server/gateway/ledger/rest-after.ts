/** Below this share of the event loop's time, bookkeeping is in nobody's way. */
const IDLE_UTILIZATION = 0.6;

/** The share of time that bookkeeping gets at least while calls keep the process busy. */
const LEAST_SHARE = 0.1;

/**
 * How long to leave the machine to calls after a batch that took `tookMs`: nothing while the event loop has time to spare; else nine times as
 * long, and the less the fuller the journal, until at half of what it may hold the rows go first, for what does not fit is refused.
 */
export function restAfter(tookMs: number, loopUtilization: number, journalFullness: number): number {
  if (loopUtilization < IDLE_UTILIZATION) return 0;
  const share = Math.min(1, Math.max(LEAST_SHARE, journalFullness * 2));
  return tookMs * (1 / share - 1);
}
