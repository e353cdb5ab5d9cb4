import { anthropic } from "./data/anthropic";
import type { CatalogModel } from "./define-catalog";
import { scalePrices } from "./scale-prices";

/** What a data file says of a model that another cloud serves for Anthropic. */
type Elsewhere = Pick<
  CatalogModel,
  "displayName" | "contextWindow" | "maxOutputTokens" | "pricesPerMillion" | "tiers" | "bestFor"
> & { capabilities: ("tools" | "vision" | "reasoning" | "json")[] };

/**
 * A Claude model as another cloud sells it: at Anthropic's token prices, a tenth more where the cloud charges for a place of one's choice
 * (platform.claude.com/docs/en/about-claude/pricing: regional endpoints, from Claude 4.5 on). Web searches are Anthropic's own service.
 */
export function claudeElsewhere(modelId: string, place: string, isDearer: boolean): Elsewhere {
  const model = anthropic.models.find((entry) => entry.modelId === modelId);
  if (!model) throw new Error(`Anthropic's part of the catalog has no model ${modelId}.`);
  const { searches: _searches, ...tokens } = model.pricesPerMillion;
  const dearer = (prices: CatalogModel["pricesPerMillion"]) => (isDearer ? scalePrices(prices, 11n, 10n) : prices);
  const { tools, vision, reasoning, jsonSchema } = model.capabilities;
  return {
    displayName: `${model.displayName} (${place})`,
    contextWindow: model.contextWindow,
    maxOutputTokens: model.maxOutputTokens,
    bestFor: model.bestFor,
    pricesPerMillion: dearer(tokens),
    tiers: model.tiers.map((tier) => ({ ...tier, unitsPerMillion: dearer(tier.unitsPerMillion) })),
    capabilities: [
      ...(tools ? ["tools" as const] : []),
      ...(vision ? ["vision" as const] : []),
      ...(reasoning ? ["reasoning" as const] : []),
      ...(jsonSchema ? ["json" as const] : []),
    ],
  };
}
