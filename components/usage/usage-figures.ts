import type { UsageReport, UsageTotals } from "@/lib/contracts/usage";
import type { UsageMetric } from "./usage-search";

/** The key under which the report adds up what is beyond its eight series. */
export const OTHER_KEY = "other";
/** The key of requests that have nothing to be grouped by. */
export const NONE_KEY = "none";

/** One series' value in one bucket, exact: nano-USD for cost, milliseconds for latencies, a count otherwise. */
export function valueIn(figures: UsageTotals | undefined, metric: UsageMetric): bigint {
  if (!figures) return 0n;
  switch (metric) {
    case "cost":
      return BigInt(figures.costNanoUsd);
    case "requests":
      return BigInt(figures.requestCount);
    case "tokens":
      return BigInt(figures.totalTokens);
    case "tokens_in":
      return BigInt(figures.promptTokens);
    case "tokens_out":
      return BigInt(figures.completionTokens);
    case "cached":
      return BigInt(figures.cachedTokens);
    case "errors":
      return BigInt(figures.errorCount);
    case "rescued":
      return BigInt(figures.rescuedCount);
    case "p95":
      return BigInt(figures.p95LatencyMs ?? 0);
    case "first_token":
      return BigInt(figures.p95TimeToFirstTokenMs ?? 0);
  }
}

/** Latencies of groups don't add up; everything else does. */
export function isAdditive(metric: UsageMetric): boolean {
  return metric !== "p95" && metric !== "first_token";
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

/** What all series of a bucket come to, bucket by bucket; of latencies, the longest. */
export function sumBuckets(report: Pick<UsageReport, "buckets">, metric: UsageMetric): BucketSum[] {
  return report.buckets.map(({ start, isPartial, values }) => ({
    start,
    isPartial,
    sum: Object.values(values).reduce((sum, cell) => {
      const value = valueIn(cell, metric);
      if (isAdditive(metric)) return sum + value;
      return value > sum ? value : sum;
    }, 0n),
  }));
}
