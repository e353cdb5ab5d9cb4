import type { CatalogTier, ModelData } from "@/server/gateway/catalog/define-catalog";
import { scalePrices } from "@/server/gateway/catalog/scale-prices";

/** The Pro models ask more for prompts above this (ai.google.dev/gemini-api/docs/pricing). */
const LONG_PROMPT = 200_000;

/** What prompts above the limit cost, of the models where it is more. */
const LONG: Readonly<Record<string, CatalogTier["unitsPerMillion"]>> = {
  "gemini-2.5-pro-preview-06-05": { inputTokens: "2.5", cacheReadTokens: "0.25", outputTokens: "15" },
  "gemini-2.5-pro": { inputTokens: "2.5", cacheReadTokens: "0.25", outputTokens: "15" },
  "gemini-3-pro-preview": { inputTokens: "4", cacheReadTokens: "0.4", outputTokens: "18" },
  "gemini-3.1-pro-preview": { inputTokens: "4", cacheReadTokens: "0.4", outputTokens: "18" },
};

/**
 * Long prompts, and half of everything but the cache for batches and flex (ai.google.dev/gemini-api/docs/optimization). Priority costs "75 to
 * 100 % more", which is no price: such calls are unpriced.
 */
export function withTiers(model: ModelData): ModelData {
  const long = LONG[model.modelId];
  if ((model.type ?? "llm") !== "llm") return model;
  const tiers: CatalogTier[] = [];
  if (long) tiers.push({ serviceTier: "standard", inputTokensAbove: LONG_PROMPT, unitsPerMillion: long });
  for (const serviceTier of ["batch", "flex"] as const) {
    tiers.push({ serviceTier, inputTokensAbove: 0, unitsPerMillion: halved(model.pricesPerMillion) });
    if (long) tiers.push({ serviceTier, inputTokensAbove: LONG_PROMPT, unitsPerMillion: halved(long) });
  }
  return { ...model, tiers };
}

function halved({ cacheReadTokens, ...rest }: CatalogTier["unitsPerMillion"]): CatalogTier["unitsPerMillion"] {
  return { ...scalePrices(rest, 1n, 2n), ...(cacheReadTokens ? { cacheReadTokens } : {}) };
}
