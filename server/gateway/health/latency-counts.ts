/** Upper bounds in milliseconds; the last class is open. Steps of about a quarter, so that a median read from them is off by as little. */
export const LATENCY_BOUNDS_MS = [
  1, 5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 550, 750, 1_000, 1_400, 2_000, 2_800, 4_000, 5_600, 8_000, 11_000,
  16_000, 22_000, 32_000, 45_000, 64_000, 90_000, 130_000,
] as const;

export const LATENCY_CLASSES = LATENCY_BOUNDS_MS.length + 1;

export function latencyClass(latencyMs: number): number {
  let low = 0;
  let high: number = LATENCY_BOUNDS_MS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (latencyMs <= (LATENCY_BOUNDS_MS[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The median by its class's upper bound; null of nothing. Classes of several samples may be added up first. */
export function medianLatencyMs(counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    seen += count;
    if (seen * 2 >= total) return LATENCY_BOUNDS_MS[index] ?? 2 * (LATENCY_BOUNDS_MS.at(-1) ?? 0);
  }
  return null;
}
