import { AppError } from "@/lib/contracts/errors";
import { formatNanoUsd, parseUsd } from "@/lib/contracts/money";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import { priceUsage } from "@/server/gateway/ledger/price-usage";
import { priceAt } from "@/server/gateway/prices/price-schedule";
import { totalInputTokens, type UsageCounts } from "@/server/gateway/spec/usage";

const PICO_PER_NANO = 1000n;

/**
 * The most output tokens for which a call stays within its cap, by our estimate of its input; undefined where any number does. Throws
 * `cost_cap_exceeded` where the input alone and one token are too much, or the model has no price to reckon with.
 */
export function outputWithinCap(cap: string, model: ModelEntry, estimate: UsageCounts): number | undefined {
  const limit = parseUsd(cap);
  if (limit === undefined) return undefined;
  const price = priceAt(model, Date.now());
  const least = priceUsage({ inputTokens: totalInputTokens(estimate), outputTokens: 1 }, price);
  if (!least.isPriced) {
    throw new AppError(
      "cost_cap_exceeded",
      `"${model.modelId}" has no price, so the cap of $${cap} a call can't be kept. Set its price under Models, or lift the cap.`,
    );
  }
  if (least.costNanoUsd > limit) {
    throw new AppError(
      "cost_cap_exceeded",
      `The prompt alone costs about $${formatNanoUsd(least.costNanoUsd)} with "${model.modelId}", over the cap of $${cap} a call. Shorten it, choose a cheaper model, or raise the cap.`,
    );
  }
  const rate = price?.units.outputTokens ?? 0n;
  if (rate === 0n) return undefined;
  const rest = (limit - least.inputCostNanoUsd) * PICO_PER_NANO;
  const tokens = rest / rate;
  return tokens > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Math.max(1, Number(tokens));
}
