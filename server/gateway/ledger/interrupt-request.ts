import { readPrice } from "@/server/gateway/prices/price-snapshot";
import { fillMissingSides, USAGE_UNITS, type UsageCounts } from "@/server/gateway/spec/usage";
import { priceUsage } from "./price-usage";
import type { AttemptIntent, AttemptRecord, RequestOpening, RequestRecord } from "./records";

const STOPPED_ATTEMPT =
  "Sluice was stopped before this attempt was settled. Its usage is an estimate from what was known last; the provider's own bill may differ.";
const STOPPED_REQUEST =
  "Sluice was stopped before this request was answered. Send it again if you still need the answer.";

/** An attempt whose intent was journalled and whose settlement was not, charged by its latest progress, else by the intent's estimate. */
export function interruptAttempt(
  intent: AttemptIntent,
  progress: UsageCounts | null,
  stoppedAtMs: number,
): AttemptRecord {
  // Most providers report input only at the end, so progress may know the output alone.
  const counts = fillMissingSides(progress ?? {}, intent.estimate);
  const charge = priceUsage(counts, readPrice(intent.price), intent.serviceTier);
  return {
    ...intent,
    status: "interrupted",
    errorCode: "internal",
    errorMessage: STOPPED_ATTEMPT,
    upstreamStatus: null,
    counts,
    isUsageEstimated: true,
    isPriced: charge.isPriced,
    inputCostNanoUsd: charge.inputCostNanoUsd.toString(),
    outputCostNanoUsd: charge.outputCostNanoUsd.toString(),
    costNanoUsd: charge.costNanoUsd.toString(),
    providerCostNanoUsd: null,
    completedAtMs: Math.max(stoppedAtMs, intent.startedAtMs),
    timeToFirstTokenMs: null,
  };
}

/** The request such attempts belong to, summed over all its attempts, settled ones too. */
export function interruptRequest(
  opening: RequestOpening,
  attempts: readonly AttemptRecord[],
  stoppedAtMs: number,
): RequestRecord {
  const ordered = [...attempts].sort((a, b) => a.sequence - b.sequence);
  const last = ordered.at(-1);
  const counts: UsageCounts = {};
  let inputCostNanoUsd = 0n;
  let outputCostNanoUsd = 0n;
  let costNanoUsd = 0n;
  for (const attempt of ordered) {
    for (const unit of USAGE_UNITS) {
      const count = attempt.counts[unit];
      if (count !== undefined) counts[unit] = (counts[unit] ?? 0) + count;
    }
    inputCostNanoUsd += BigInt(attempt.inputCostNanoUsd);
    outputCostNanoUsd += BigInt(attempt.outputCostNanoUsd);
    costNanoUsd += BigInt(attempt.costNanoUsd);
  }
  return {
    ...opening,
    status: "interrupted",
    errorCode: "internal",
    errorMessage: STOPPED_REQUEST,
    provider: last?.provider ?? null,
    providerConfigId: last?.providerConfigId ?? null,
    modelServed: last?.model ?? null,
    attemptCount: ordered.length,
    counts,
    isUsageEstimated: ordered.some((attempt) => attempt.isUsageEstimated),
    isPriced: ordered.every((attempt) => attempt.isPriced),
    inputCostNanoUsd: inputCostNanoUsd.toString(),
    outputCostNanoUsd: outputCostNanoUsd.toString(),
    costNanoUsd: costNanoUsd.toString(),
    cacheHit: false,
    savedNanoUsd: "0",
    warnings: [],
    route: {},
    completedAtMs: Math.max(stoppedAtMs, opening.requestedAtMs),
    timeToFirstTokenMs: last?.timeToFirstTokenMs ?? null,
  };
}
