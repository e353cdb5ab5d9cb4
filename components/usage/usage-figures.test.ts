import { describe, expect, it } from "vitest";
import type { UsageTotals } from "@/lib/contracts/usage";
import { sumBuckets, toDrawn, unpricedKeys, valueIn } from "./usage-figures";

const CELL: UsageTotals = {
  requestCount: 3,
  errorCount: 1,
  rescuedCount: 0,
  cacheHitCount: 0,
  attemptCount: 3,
  promptTokens: 100,
  completionTokens: 20,
  cachedTokens: 0,
  totalTokens: 120,
  costNanoUsd: "9007199254740993",
  savedNanoUsd: "0",
  unpricedCount: 0,
  estimatedCount: 0,
  avgLatencyMs: 5,
  p50LatencyMs: 400,
  p95LatencyMs: 900,
  p95TimeToFirstTokenMs: null,
};
const START = new Date(0);

describe("usage figures", () => {
  const buckets = [
    {
      start: START,
      end: START,
      isPartial: true,
      values: { a: CELL, b: { ...CELL, costNanoUsd: "1", p95LatencyMs: 70 } },
    },
  ];

  it("keep money exact beyond what a number can hold", () => {
    expect(valueIn(CELL, "cost")).toBe(9_007_199_254_740_993n);
    expect(sumBuckets({ buckets }, "cost")).toEqual([{ start: START, isPartial: true, sum: 9_007_199_254_740_994n }]);
  });

  it("never add up latencies", () => {
    expect(sumBuckets({ buckets }, "p95").map(({ sum }) => sum)).toEqual([900n]);
  });

  it("tell a group that has no price at all from one that has some", () => {
    const row = { ...CELL, label: "m", previous: null };
    const breakdown = [
      { ...row, key: "none", unpricedCount: 3 },
      { ...row, key: "some", unpricedCount: 1 },
      { ...row, key: "free", unpricedCount: 0, costNanoUsd: "0" },
    ];
    expect([...unpricedKeys({ breakdown })]).toEqual(["none"]);
  });

  it("count a series that a bucket lacks as nothing, and draw cost in dollars", () => {
    expect(valueIn(undefined, "requests")).toBe(0n);
    expect(toDrawn(2_500_000_000n, "cost")).toBe(2.5);
  });
});
