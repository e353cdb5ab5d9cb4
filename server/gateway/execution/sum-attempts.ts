import type { Charge } from "@/server/gateway/ledger/price-usage";
import type { AttemptRecord } from "@/server/gateway/ledger/records";
import { USAGE_UNITS, type UsageCounts } from "@/server/gateway/spec/usage";

/** An attempt that ended, with its charge. */
export interface Settled {
  record: AttemptRecord;
  charge: Charge;
}

/** What a request took and cost in all. */
export interface Sum {
  counts: UsageCounts;
  inputCostNanoUsd: bigint;
  outputCostNanoUsd: bigint;
  costNanoUsd: bigint;
  isPriced: boolean;
  isUsageEstimated: boolean;
}

/** Over all attempts; of one alone, its own figures. */
export function sumAttempts(settled: readonly Settled[]): Sum {
  const first = settled[0];
  if (first !== undefined && settled.length === 1) {
    const { record, charge } = first;
    return {
      counts: record.counts,
      inputCostNanoUsd: charge.inputCostNanoUsd,
      outputCostNanoUsd: charge.outputCostNanoUsd,
      costNanoUsd: charge.costNanoUsd,
      isPriced: record.isPriced,
      isUsageEstimated: record.isUsageEstimated,
    };
  }
  const counts: UsageCounts = {};
  let inputCostNanoUsd = 0n;
  let outputCostNanoUsd = 0n;
  for (const { record, charge } of settled) {
    for (const unit of USAGE_UNITS) {
      const count = record.counts[unit];
      if (count !== undefined) counts[unit] = (counts[unit] ?? 0) + count;
    }
    inputCostNanoUsd += charge.inputCostNanoUsd;
    outputCostNanoUsd += charge.outputCostNanoUsd;
  }
  return {
    counts,
    inputCostNanoUsd,
    outputCostNanoUsd,
    costNanoUsd: inputCostNanoUsd + outputCostNanoUsd,
    isPriced: settled.every(({ record }) => record.isPriced),
    isUsageEstimated: settled.some(({ record }) => record.isUsageEstimated),
  };
}
