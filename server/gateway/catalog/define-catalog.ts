import type { ModelType } from "@/lib/contracts/model-type";
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

export interface CatalogModel {
  providerId: string;
  /** As the provider names it. */
  modelId: string;
  displayName: string;
  type: ModelType;
  /** Tokens. Where a longer prompt costs more than the price here, the length up to which it holds. */
  contextWindow: number | null;
  maxOutputTokens: number | null;
  /** USD per million units as decimal strings; empty means unpriced, never free. */
  pricesPerMillion: Partial<Record<UsageUnit, string>>;
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
  Partial<Pick<CatalogModel, "type" | "status" | "isDefault" | "description" | "sourceUrl" | "asOf">> & {
    capabilities: readonly Capability[];
  };

/** One provider's part of the built-in catalog, from its data file. Chat models stream unless said otherwise by their type. */
export function defineCatalog(data: {
  provider: CatalogProvider;
  sourceUrl: string;
  asOf: string | null;
  models: readonly ModelData[];
}): { provider: CatalogProvider; models: CatalogModel[] } {
  const models = data.models.map(({ capabilities, ...model }): CatalogModel => {
    const type = model.type ?? "llm";
    return {
      status: "ACTIVE",
      isDefault: false,
      description: "",
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
