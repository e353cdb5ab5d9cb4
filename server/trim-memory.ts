import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * V8 sizes its heap by the machine, and on a large one lets garbage grow to several times what is alive before it looks. A gateway's live
 * data is small and of one size, so looking at 1.4 times is soon enough: it halves the memory under load for about 2 % of the time.
 */
export function boundHeapGrowth(): void {
  setFlagsFromString("--heap-growing-percent=40");
  // What the start script asks for this thread holds by now. For the threads to come it would go before their own limits.
  setFlagsFromString("--max-semi-space-size=0");
  // The collector's helpers need cores of their own: with two, whoever waits for them waits behind a busy egress thread or database.
  if (availableParallelism() <= 2) setFlagsFromString("--no-parallel-scavenge");
}

/** Gives back what starting took: the modules' sources, the build of every schema, the first pages. Costs some 50 ms, once, before the first call. */
export function collectAfterStart(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}
