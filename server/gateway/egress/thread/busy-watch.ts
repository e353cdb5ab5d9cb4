import { performance } from "node:perf_hooks";

/** Often enough to follow a surge, seldom enough to cost nothing. */
const LOOK_EVERY_MS = 50;
const BUSY_FROM = 0.7;
const CALM_BELOW = 0.4;

/**
 * Whether this thread's event loop has been busy lately. Two bounds, so that handing work off, which makes the loop calmer, does not at once
 * take the work back.
 */
export function createBusyWatch(): () => boolean {
  let last = performance.eventLoopUtilization();
  let lookedAtMs = performance.now();
  let isBusy = false;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lookedAtMs < LOOK_EVERY_MS) return isBusy;
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    lookedAtMs = nowMs;
    isBusy = utilization >= (isBusy ? CALM_BELOW : BUSY_FROM);
    return isBusy;
  };
}
