import type { CallReceipt } from "@/lib/contracts/playground";
import type { Receipt } from "@/server/gateway";
import { totalInputTokens, totalOutputTokens, USAGE_UNITS } from "@/server/gateway/spec/usage";

export function toCallReceipt(receipt: Receipt): CallReceipt {
  const usage: Record<string, number> = {};
  for (const unit of USAGE_UNITS) {
    const count = receipt.counts[unit];
    if (count !== undefined) usage[unit] = count;
  }
  return {
    requestId: receipt.requestId,
    model: receipt.model,
    provider: receipt.provider,
    providerConfigName: receipt.providerConfigName,
    inputTokens: totalInputTokens(receipt.counts),
    outputTokens: totalOutputTokens(receipt.counts),
    usage,
    isUsageEstimated: receipt.isUsageEstimated,
    costNanoUsd: receipt.costNanoUsd.toString(),
    isPriced: receipt.isPriced,
    latencyMs: receipt.latencyMs,
    timeToFirstTokenMs: receipt.timeToFirstTokenMs,
    attemptCount: receipt.attemptCount,
    warnings: [...receipt.warnings],
  };
}
