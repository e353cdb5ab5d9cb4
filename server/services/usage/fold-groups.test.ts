import { describe, expect, it } from "vitest";
import { foldGroups } from "./fold-groups";
import type { GroupRow } from "./select-groups";

const day = (date: number) => new Date(Date.UTC(2026, 10, date));

function row(key: string, start: Date, costNanoUsd: bigint): GroupRow {
  const counts = { requestCount: 1, errorCount: 0, promptTokens: 10, completionTokens: 5, totalTokens: 15 };
  return { key, start, costNanoUsd, ...counts, unpricedCount: 0, latencyMsSum: 100 };
}

const fold = (rows: GroupRow[], starts = [day(1), day(2)]) => foldGroups(rows, starts, (key) => `<${key}>`, day(2));

describe("folding groups into series", () => {
  it("keeps the eight dearest and adds up the rest, losing nothing", () => {
    const rows = Array.from({ length: 11 }, (_, index) => row(`model-${index}`, day(1), BigInt(index)));
    const { series, buckets, breakdown } = fold(rows);
    expect(series.map(({ key }) => key)).toEqual(
      [10, 9, 8, 7, 6, 5, 4, 3].map((index) => `model-${index}`).concat("other"),
    );
    expect(buckets[0]?.values.other).toMatchObject({ requestCount: 3, costNanoUsd: "3" });
    expect(breakdown).toHaveLength(11);
  });

  it("has no rest where eight are all", () => {
    const rows = Array.from({ length: 8 }, (_, index) => row(`model-${index}`, day(1), 1n));
    expect(fold(rows).series).toHaveLength(8);
    expect(fold(rows).series.some(({ key }) => key === "other")).toBe(false);
  });

  it("keeps sums beyond what a float holds exact", () => {
    const large = 9_007_199_254_740_993n;
    expect(fold([row("a", day(1), large), row("a", day(2), 2n)]).breakdown[0]?.costNanoUsd).toBe("9007199254740995");
  });

  it("marks only the bucket that is still running", () => {
    expect(fold([]).buckets.map((bucket) => bucket.isPartial)).toEqual([false, true]);
  });
});
