import type { CostEstimate } from "@/lib/contracts/profile";
import type { ModelEntry } from "@/server/gateway";
import { priceUsage } from "@/server/gateway";

/** What calls of one kind have used lately: the middle half of them. */
export interface UsageSpread {
  callCount: number;
  inputTokens: [number, number];
  outputTokens: [number, number];
}

/** A short and a long chat, where too little has been measured. */
const ASSUMED: UsageSpread = { callCount: 0, inputTokens: [500, 2_000], outputTokens: [100, 800] };
/** Fewer calls say little about the next one. */
const ENOUGH_CALLS = 5;

/** An interval, not a point: the price of the lower and of the upper quarter of usage. Null where the model has no price for it. */
export function estimateCost(
  model: Pick<ModelEntry, "modelId" | "price"> | undefined,
  measured?: UsageSpread,
): CostEstimate {
  const isMeasured = measured !== undefined && measured.callCount >= ENOUGH_CALLS;
  const { inputTokens, outputTokens } = isMeasured ? measured : ASSUMED;
  const costOf = (at: 0 | 1) => {
    const charge = priceUsage({ inputTokens: inputTokens[at], outputTokens: outputTokens[at] }, model?.price ?? null);
    return model && charge.isPriced ? charge.costNanoUsd.toString() : null;
  };
  return {
    lowNanoUsd: costOf(0),
    highNanoUsd: costOf(1),
    basis: isMeasured ? "measured" : "assumed",
    callCount: measured?.callCount ?? 0,
    inputTokens,
    outputTokens,
    model: model?.modelId ?? null,
    priceSource: model?.price?.source ?? null,
  };
}
