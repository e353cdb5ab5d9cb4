import { describe, expect, it } from "vitest";
import type { UsageReport } from "@/lib/contracts/usage";
import { sumBuckets, toDrawn, unpricedKeys, valueIn, valueOfRow } from "./usage-figures";

const CELL = { requestCount: 3, totalTokens: 120, costNanoUsd: "9007199254740993", errorCount: 1 };

describe("usage figures", () => {
  it("keep money exact beyond what a number can hold", () => {
    expect(valueIn(CELL, "cost")).toBe(9_007_199_254_740_993n);
    const report: Pick<UsageReport, "buckets"> = {
      buckets: [{ start: new Date(0), isPartial: true, values: { a: CELL, b: { ...CELL, costNanoUsd: "1" } } }],
    };
    const whole = { ...report, timeZone: "UTC", asOf: new Date(0), series: [], breakdown: [] };
    const totals = {
      requestCount: 0,
      errorCount: 0,
      promptTokens: 0,
      completionTokens: 0,
      totalTokens: 0,
      costNanoUsd: "0",
      unpricedCount: 0,
      estimatedCount: 0,
      p50LatencyMs: null,
      p95LatencyMs: null,
      p95TimeToFirstTokenMs: null,
    };
    expect(sumBuckets({ ...whole, totals, previousTotals: totals }, "cost")).toEqual([
      { start: new Date(0), isPartial: true, sum: 9_007_199_254_740_994n },
    ]);
  });

  it("tell a group that has no price at all from one that has some", () => {
    const row = { ...CELL, label: "m", promptTokens: 0, completionTokens: 0, avgLatencyMs: null };
    const breakdown = [
      { ...row, key: "none", unpricedCount: 3 },
      { ...row, key: "some", unpricedCount: 1 },
      { ...row, key: "free", unpricedCount: 0, costNanoUsd: "0" },
    ];
    expect([...unpricedKeys({ breakdown })]).toEqual(["none"]);
  });

  it("count a series that a bucket lacks as nothing", () => {
    expect(valueIn(undefined, "requests")).toBe(0n);
  });

  it("add both sides of a row's tokens, and draw cost in dollars", () => {
    const row = {
      ...CELL,
      key: "m",
      label: "m",
      promptTokens: 100,
      completionTokens: 20,
      unpricedCount: 0,
      avgLatencyMs: 5,
    };
    expect(valueOfRow(row, "tokens")).toBe(120n);
    expect(toDrawn(2_500_000_000n, "cost")).toBe(2.5);
  });
});
