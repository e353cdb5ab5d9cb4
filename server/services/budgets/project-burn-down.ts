import type { BurnDown } from "@/lib/contracts/budget";

/**
 * Cumulated spending at the end of each step that has passed, and a band for those to come: between the pace of the cheapest quarter of the steps
 * so far and that of the dearest. Pure; money in nano-USD.
 */
export function projectBurnDown(
  spentInStep: ReadonlyMap<number, bigint>,
  { startMs, stepMs, steps, nowMs }: { startMs: number; stepMs: number; steps: number; nowMs: number },
): BurnDown["points"] {
  const points: BurnDown["points"] = [
    { at: new Date(startMs), spentNanoUsd: "0", lowNanoUsd: null, highNanoUsd: null },
  ];
  const passed = Math.min(steps, Math.ceil((nowMs - startMs) / stepMs));
  const whole: bigint[] = [];
  let sum = 0n;
  for (let step = 0; step < passed; step += 1) {
    const spent = spentInStep.get(step) ?? 0n;
    sum += spent;
    const endMs = startMs + (step + 1) * stepMs;
    if (endMs <= nowMs) whole.push(spent);
    points.push({
      at: new Date(Math.min(endMs, nowMs)),
      spentNanoUsd: sum.toString(),
      lowNanoUsd: null,
      highNanoUsd: null,
    });
  }
  if (whole.length === 0) return points;
  whole.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const low = whole[Math.floor((whole.length - 1) / 4)] ?? 0n;
  const high = whole[Math.ceil(((whole.length - 1) * 3) / 4)] ?? 0n;
  const last = points.at(-1);
  if (last) Object.assign(last, { lowNanoUsd: sum.toString(), highNanoUsd: sum.toString() });
  for (let step = passed; step < steps; step += 1) {
    const ahead = BigInt(step + 1 - passed);
    points.push({
      at: new Date(startMs + (step + 1) * stepMs),
      spentNanoUsd: null,
      lowNanoUsd: (sum + low * ahead).toString(),
      highNanoUsd: (sum + high * ahead).toString(),
    });
  }
  return points;
}
