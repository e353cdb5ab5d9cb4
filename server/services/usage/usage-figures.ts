import type { UsageTotals } from "@/lib/contracts/usage";
import { addHistogram, type LatencyHistogram, quantileOf } from "./latency-histogram";
import type { UsageRow } from "./select-usage";

/** Sums that go on adding up, exact to the nano-dollar. */
export type UsageFigures = Omit<UsageRow, "bucket" | "key" | "latencyHistogram" | "firstTokenHistogram"> & {
  latencies: LatencyHistogram;
  firstTokens: LatencyHistogram;
};

export function noFigures(): UsageFigures {
  return {
    requestCount: 0,
    errorCount: 0,
    rescuedCount: 0,
    cacheHitCount: 0,
    estimatedCount: 0,
    unpricedCount: 0,
    attemptCount: 0,
    promptTokens: 0,
    completionTokens: 0,
    cachedTokens: 0,
    costNanoUsd: 0n,
    savedNanoUsd: 0n,
    latencyMsSum: 0,
    latencies: new Map(),
    firstTokens: new Map(),
  };
}

/** Adds a row to sums, in place. */
export function addRow(sum: UsageFigures, row: UsageRow): UsageFigures {
  sum.requestCount += row.requestCount;
  sum.errorCount += row.errorCount;
  sum.rescuedCount += row.rescuedCount;
  sum.cacheHitCount += row.cacheHitCount;
  sum.estimatedCount += row.estimatedCount;
  sum.unpricedCount += row.unpricedCount;
  sum.attemptCount += row.attemptCount;
  sum.promptTokens += row.promptTokens;
  sum.completionTokens += row.completionTokens;
  sum.cachedTokens += row.cachedTokens;
  sum.costNanoUsd += row.costNanoUsd;
  sum.savedNanoUsd += row.savedNanoUsd;
  sum.latencyMsSum += row.latencyMsSum;
  addHistogram(sum.latencies, row.latencyHistogram);
  addHistogram(sum.firstTokens, row.firstTokenHistogram);
  return sum;
}

export function toTotals(sum: UsageFigures): UsageTotals {
  const { latencyMsSum, latencies, firstTokens, ...counts } = sum;
  return {
    ...counts,
    totalTokens: sum.promptTokens + sum.completionTokens,
    costNanoUsd: sum.costNanoUsd.toString(),
    savedNanoUsd: sum.savedNanoUsd.toString(),
    avgLatencyMs: sum.requestCount === 0 ? null : latencyMsSum / sum.requestCount,
    p50LatencyMs: quantileOf(latencies, 0.5),
    p95LatencyMs: quantileOf(latencies, 0.95),
    p95TimeToFirstTokenMs: quantileOf(firstTokens, 0.95),
  };
}
