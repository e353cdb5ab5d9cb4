import { describe, expect, it } from "vitest";
import { foldGroups } from "./fold-groups";
import type { UsageRow } from "./select-usage";
import { noFigures } from "./usage-figures";

const day = (date: number) => new Date(Date.UTC(2026, 10, date));

/** Bucket 1 is the span before. */
function row(key: string, bucket: number, costNanoUsd: bigint): UsageRow {
  const { latencies: _latencies, firstTokens: _firstTokens, ...none } = noFigures();
  return { ...none, key, bucket, costNanoUsd, requestCount: 1, latencyHistogram: null, firstTokenHistogram: null };
}

const fold = (rows: UsageRow[], starts = [day(1), day(2)]) =>
  foldGroups({ rows, starts, to: day(3), labelOf: (key) => `<${key}>`, now: day(2) });

describe("folding groups into series", () => {
  it("keeps the eight dearest and adds up the rest, losing nothing", () => {
    const rows = Array.from({ length: 11 }, (_, index) => row(`model-${index}`, 2, BigInt(index)));
    const { series, buckets, breakdown } = fold(rows);
    expect(series.map(({ key }) => key)).toEqual(
      [10, 9, 8, 7, 6, 5, 4, 3].map((index) => `model-${index}`).concat("other"),
    );
    expect(buckets[0]?.values.other).toMatchObject({ requestCount: 3, costNanoUsd: "3" });
    expect(breakdown).toHaveLength(11);
  });

  it("has no rest where eight are all", () => {
    const rows = Array.from({ length: 8 }, (_, index) => row(`model-${index}`, 2, 1n));
    expect(fold(rows).series).toHaveLength(8);
    expect(fold(rows).series.some(({ key }) => key === "other")).toBe(false);
  });

  it("keeps sums beyond what a float holds exact", () => {
    const large = 9_007_199_254_740_993n;
    const { breakdown, totals } = fold([row("a", 2, large), row("a", 3, 2n)]);
    expect(breakdown[0]?.costNanoUsd).toBe("9007199254740995");
    expect(totals.costNanoUsd).toBe("9007199254740995");
  });

  it("sets the span before beside each group, and in no bucket", () => {
    const { breakdown, totals, previousTotals, buckets } = fold([row("a", 1, 7n), row("a", 2, 3n), row("gone", 1, 1n)]);
    expect(totals.costNanoUsd).toBe("3");
    expect(previousTotals.costNanoUsd).toBe("8");
    expect(breakdown.map(({ key, previous }) => [key, previous?.costNanoUsd])).toEqual([["a", "7"]]);
    expect(buckets.map((bucket) => bucket.values.a?.costNanoUsd)).toEqual(["3", undefined]);
  });

  it("marks only the bucket that is still running", () => {
    expect(fold([]).buckets.map((bucket) => bucket.isPartial)).toEqual([false, true]);
  });
});
