import { DEFAULT_POLICY } from "@/lib/contracts/routing";
import { CATALOG_MODELS, indexTenant, parsePricePerMillion, type TenantSnapshot } from "@/server/gateway";
import { USAGE_UNITS, type UsageUnit } from "@/server/gateway/spec/usage";
import { configEntryOf, modelEntryOf, tenantConfigOf } from "@/server/gateway/testing/config-fixtures";
import type { QualityTier } from "./workload";

/** One generation of each vendor, whose own names for the three sizes are the tiers. */
export const LINE_UP: Readonly<Record<string, Readonly<Record<QualityTier, string>>>> = {
  openai: { fast: "gpt-5-nano", balanced: "gpt-5-mini", powerful: "gpt-5" },
  anthropic: { fast: "claude-haiku-4-5", balanced: "claude-sonnet-4-5", powerful: "claude-opus-4-5" },
  google: { fast: "gemini-2.5-flash-lite", balanced: "gemini-2.5-flash", powerful: "gemini-2.5-pro" },
};

/** A tenant with the vendors' models at the catalog's prices. */
export function tenantWith(vendors: readonly string[]): TenantSnapshot {
  const models = vendors.flatMap((vendor) =>
    Object.values(LINE_UP[vendor] ?? {}).map((modelId) => {
      const found = CATALOG_MODELS.find((model) => model.providerId === vendor && model.modelId === modelId);
      if (!found) throw new Error(`The catalog has no ${vendor}/${modelId}.`);
      const units: Partial<Record<UsageUnit, bigint>> = {};
      for (const unit of USAGE_UNITS) {
        const decimal = found.pricesPerMillion[unit];
        if (decimal !== undefined) units[unit] = parsePricePerMillion(decimal);
      }
      return modelEntryOf(vendor, modelId, {
        provider: vendor,
        contextWindow: found.contextWindow,
        maxOutputTokens: found.maxOutputTokens,
        bestFor: found.bestFor,
        price: { units, source: `catalog ${found.asOf}` },
      });
    }),
  );
  return indexTenant(
    tenantConfigOf({
      configs: vendors.map((vendor) => configEntryOf(vendor, { provider: vendor })),
      models,
      routing: DEFAULT_POLICY,
    }),
  );
}

/** The tier of a model in the line-up. */
export function tierOf(vendor: string, modelId: string): QualityTier | undefined {
  const tiers = LINE_UP[vendor];
  return (["fast", "balanced", "powerful"] as const).find((tier) => tiers?.[tier] === modelId);
}
