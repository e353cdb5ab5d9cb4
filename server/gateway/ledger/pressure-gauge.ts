import { cpus } from "node:os";
import { performance } from "node:perf_hooks";
import type { Pressure } from "./rest-after";

/** How busy the event loop and the machine were since it was last asked. Takes a fraction of a millisecond: for once a batch, not once a call. */
export function createPressureGauge(): () => Omit<Pressure, "journal"> {
  let lastLoop = performance.eventLoopUtilization();
  let lastTimes = coreTimes();
  return () => {
    const loop = performance.eventLoopUtilization();
    const times = coreTimes();
    const { utilization } = performance.eventLoopUtilization(loop, lastLoop);
    const totalMs = times.totalMs - lastTimes.totalMs;
    const idleMs = times.idleMs - lastTimes.idleMs;
    lastLoop = loop;
    lastTimes = times;
    return { loop: utilization, machine: totalMs > 0 ? 1 - idleMs / totalMs : 0 };
  };
}

function coreTimes(): { totalMs: number; idleMs: number } {
  let totalMs = 0;
  let idleMs = 0;
  for (const { times } of cpus()) {
    totalMs += times.user + times.nice + times.sys + times.irq + times.idle;
    idleMs += times.idle;
  }
  return { totalMs, idleMs };
}
