import type { ModelType } from "@/lib/contracts/model-type";
import type { PriceDocument, ScheduledPrice, ServiceTier } from "@/lib/contracts/price";
import type { UsageUnit } from "@/server/gateway/spec/usage";

export interface CatalogProvider {
  /** Stable key, e.g. "openai". */
  id: string;
  displayName: string;
  description: string;
  website: string;
  endpoint: string;
  maxParallelRequests: number;
  requestsPerMinute: number;
}

/** Rates where a call is served in a tier, or its input, cached tokens included, is larger. */
export interface CatalogTier {
  serviceTier: ServiceTier;
  inputTokensAbove: number;
  unitsPerMillion: Partial<Record<UsageUnit, string>>;
}

export interface CatalogModel {
  providerId: string;
  /** As the provider names it. */
  modelId: string;
  displayName: string;
  type: ModelType;
  /** Tokens. */
  contextWindow: number | null;
  maxOutputTokens: number | null;
  /** Decimal strings of `currency` per million units; empty means unpriced, never free. */
  pricesPerMillion: Partial<Record<UsageUnit, string>>;
  /** ISO 4217. */
  currency: string;
  tiers: readonly CatalogTier[];
  minimumUnits: Partial<Record<UsageUnit, number>>;
  /** Prices that the vendor has announced, with the instant from which each holds. */
  schedule: readonly ScheduledPrice[];
  capabilities: { streaming: boolean; tools: boolean; vision: boolean; reasoning: boolean; jsonSchema: boolean };
  /** Task types it is good at; routing prefers it for them. */
  bestFor: readonly string[];
  status: "ACTIVE" | "DEPRECATED";
  /** At most one per provider. */
  isDefault: boolean;
  description: string;
  sourceUrl: string;
  /** The day the source was true, ISO; null when it carries none. */
  asOf: string | null;
}

type Capability = "stream" | "tools" | "vision" | "reasoning" | "json";

/** A model as a data file writes it: what is usual is left out. */
export type ModelData = Pick<
  CatalogModel,
  "modelId" | "displayName" | "contextWindow" | "maxOutputTokens" | "pricesPerMillion" | "bestFor"
> &
  Partial<
    Pick<
      CatalogModel,
      "type" | "status" | "isDefault" | "description" | "sourceUrl" | "asOf" | "currency" | "minimumUnits" | "schedule"
    >
  > & {
    capabilities: readonly Capability[];
    tiers?: readonly (Pick<CatalogTier, "unitsPerMillion"> & Partial<CatalogTier>)[];
  };

/** One provider's part of the built-in catalog, from its data file. Chat models stream unless said otherwise by their type. */
export function defineCatalog(data: {
  provider: CatalogProvider;
  sourceUrl: string;
  asOf: string | null;
  models: readonly ModelData[];
}): { provider: CatalogProvider; models: CatalogModel[] } {
  const models = data.models.map(({ capabilities, tiers = [], ...model }): CatalogModel => {
    const type = model.type ?? "llm";
    return {
      status: "ACTIVE",
      isDefault: false,
      description: "",
      currency: "USD",
      tiers: tiers.map((tier) => ({ serviceTier: "standard", inputTokensAbove: 0, ...tier })),
      minimumUnits: {},
      schedule: [],
      sourceUrl: data.sourceUrl,
      asOf: data.asOf,
      ...model,
      type,
      providerId: data.provider.id,
      capabilities: {
        streaming: type === "llm" || capabilities.includes("stream"),
        tools: capabilities.includes("tools"),
        vision: capabilities.includes("vision"),
        reasoning: capabilities.includes("reasoning"),
        jsonSchema: capabilities.includes("json"),
      },
    };
  });
  return { provider: data.provider, models };
}

/** A model's whole price as it is kept; undefined where it is unpriced. */
export function priceOfCatalogModel(
  model: Pick<CatalogModel, "pricesPerMillion" | "currency" | "tiers" | "minimumUnits">,
): PriceDocument | undefined {
  if (Object.keys(model.pricesPerMillion).length === 0) return undefined;
  return {
    currency: model.currency,
    unitsPerMillion: { ...model.pricesPerMillion },
    tiers: model.tiers.map((tier) => ({ ...tier, unitsPerMillion: { ...tier.unitsPerMillion } })),
    minimumUnits: { ...model.minimumUnits },
  };
}
