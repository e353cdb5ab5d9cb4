import type { UsageReport } from "@/lib/contracts/usage";
import type { UsageMetric } from "./usage-search";

/** The key under which the report adds up what is beyond its eight series. */
export const OTHER_KEY = "other";
/** The key of requests that have nothing to be grouped by. */
export const NONE_KEY = "none";

type Cell = UsageReport["buckets"][number]["values"][string];
type BreakdownRow = UsageReport["breakdown"][number];

/** One series' value in one bucket, exact: nano-USD for cost, a count otherwise. */
export function valueIn(cell: Cell | undefined, metric: UsageMetric): bigint {
  if (!cell) return 0n;
  switch (metric) {
    case "cost":
      return BigInt(cell.costNanoUsd);
    case "requests":
      return BigInt(cell.requestCount);
    case "tokens":
      return BigInt(cell.totalTokens);
    case "errors":
      return BigInt(cell.errorCount);
  }
}

/** The same of a row of the breakdown. */
export function valueOfRow(row: BreakdownRow, metric: UsageMetric): bigint {
  return valueIn({ ...row, totalTokens: row.promptTokens + row.completionTokens }, metric);
}

/** As a length to draw: US dollars for cost. */
export function toDrawn(value: bigint, metric: UsageMetric): number {
  return metric === "cost" ? Number(value) / 1e9 : Number(value);
}

/** The groups of which no request has a price: their cost is unknown, which is not $0. */
export function unpricedKeys(report: Pick<UsageReport, "breakdown">): Set<string> {
  return new Set(
    report.breakdown
      .filter((row) => row.unpricedCount > 0 && row.unpricedCount === row.requestCount)
      .map((row) => row.key),
  );
}

export interface BucketSum {
  start: Date;
  isPartial: boolean;
  sum: bigint;
}

/** What all series of a bucket come to, bucket by bucket. */
export function sumBuckets(report: UsageReport, metric: UsageMetric): BucketSum[] {
  return report.buckets.map(({ start, isPartial, values }) => ({
    start,
    isPartial,
    sum: Object.values(values).reduce((sum, cell) => sum + valueIn(cell, metric), 0n),
  }));
}
