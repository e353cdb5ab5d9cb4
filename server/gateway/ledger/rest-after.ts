/** Below this share of the event loop's time there are few calls, and bookkeeping is in nobody's way. */
const IDLE_LOOP = 0.3;
/** From this share on the calls' own thread has none to spare. */
const BUSY_LOOP = 0.6;
/** From this share of all cores' time on, what the database takes is taken from calls. */
const BUSY_MACHINE = 0.8;

/** The share of time that bookkeeping gets at least while calls keep the process busy. */
const LEAST_SHARE = 0.1;

/** How busy things were since the last batch, as shares of 1, and how much of what it may hold the journal holds. */
export interface Pressure {
  loop: number;
  machine: number;
  journal: number;
}

/**
 * How long to leave the machine to calls after a batch that took `tookMs`: nothing while there is time to spare; else nine times as
 * long, and the less the fuller the journal, until at half of what it may hold the rows go first, for what does not fit is refused.
 */
export function restAfter(tookMs: number, { loop, machine, journal }: Pressure): number {
  if (loop < (machine < BUSY_MACHINE ? BUSY_LOOP : IDLE_LOOP)) return 0;
  const share = Math.min(1, Math.max(LEAST_SHARE, journal * 2));
  return tookMs * (1 / share - 1);
}
