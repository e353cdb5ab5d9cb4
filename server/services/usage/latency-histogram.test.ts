import { describe, expect, it } from "vitest";
import { addHistogram, LATENCY_ERROR, type LatencyHistogram, quantileOf } from "./latency-histogram";

const entry = (place: number, count: number) => {
  const bytes = Buffer.alloc(6);
  bytes.writeInt16BE(place, 0);
  bytes.writeInt32BE(count, 2);
  return bytes;
};

/** As the database's `sluice_latency_place`. */
const placeOf = (ms: number) => Math.round(8 * Math.log2(Math.max(1, ms)));

describe("a histogram of latencies", () => {
  it("adds up, wherever its entries come from", () => {
    const sum = addHistogram(new Map([[3, 1]]), Buffer.concat([entry(3, 2), entry(90, 5), entry(3, 4)]));
    expect([...sum]).toEqual([
      [3, 7],
      [90, 5],
    ]);
  });

  it("has no quantile of nothing", () => {
    expect(quantileOf(addHistogram(new Map(), null), 0.95)).toBeNull();
  });

  it.each([0.5, 0.95, 0.99])("tells the quantile %s within 4.5 %", (share) => {
    expect(LATENCY_ERROR).toBeLessThan(0.045);
    const latencies = Array.from({ length: 5_000 }, (_, index) => Math.round(20 + ((index * 7919) % 5_000) ** 1.4));
    const histogram: LatencyHistogram = new Map();
    for (const ms of latencies) histogram.set(placeOf(ms), (histogram.get(placeOf(ms)) ?? 0) + 1);
    const exact = latencies.toSorted((a, b) => a - b)[Math.ceil(share * latencies.length) - 1] ?? 0;
    const told = quantileOf(histogram, share) ?? 0;
    expect(Math.abs(told - exact) / exact).toBeLessThanOrEqual(LATENCY_ERROR + 1 / exact);
  });
});
