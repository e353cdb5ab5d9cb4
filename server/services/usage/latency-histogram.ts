/** How many calls took about how long, by place: eight places each time the duration doubles. */
export type LatencyHistogram = Map<number, number>;

const PLACES_PER_DOUBLING = 8;
const ENTRY_BYTES = 6;

/** How far a duration read back from a histogram may be off, as a share of itself: half a place. */
export const LATENCY_ERROR = 2 ** (1 / (2 * PLACES_PER_DOUBLING)) - 1;

/** Adds what rollups keep, entries of place (2 bytes) and count (4), to a histogram. A place may come several times. */
export function addHistogram(sum: LatencyHistogram, entries: Uint8Array | null): LatencyHistogram {
  if (!entries) return sum;
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  for (let at = 0; at + ENTRY_BYTES <= entries.byteLength; at += ENTRY_BYTES) {
    const place = view.getInt16(at);
    sum.set(place, (sum.get(place) ?? 0) + view.getInt32(at + 2));
  }
  return sum;
}

/** The duration in milliseconds that a share of all calls did not exceed, by nearest rank; null of nothing. */
export function quantileOf(histogram: LatencyHistogram, share: number): number | null {
  const total = [...histogram.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let passed = 0;
  for (const [place, count] of [...histogram].sort(([a], [b]) => a - b)) {
    passed += count;
    if (passed >= rank) return Math.round(2 ** (place / PLACES_PER_DOUBLING));
  }
  return null;
}
