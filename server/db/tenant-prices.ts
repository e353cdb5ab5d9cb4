import { z } from "zod";
import { modelType } from "@/lib/contracts/model-type";
import { type PriceDetails, priceDetails, priceDocument } from "@/lib/contracts/price";
import { type CatalogProviderPrice, makersOf } from "@/server/gateway/catalog/makers";
import type { CurrencyRate } from "@/server/gateway/prices/convert-currency";
import type { PriceSources } from "@/server/gateway/prices/price-book";
import type { Prisma } from "./generated/client";

/** As a sync writes them: a listing may name more digits than a person may enter. */
const storedPrices = z.record(z.string(), z.string());

const NO_OVERRIDES: PriceSources["overrides"] = [];

/** What prices depend on beside the tenant's own rows. */
export interface OperatorPrices {
  rates: readonly CurrencyRate[];
  /** By the catalog's name of the provider. */
  providerWide: ReadonlyMap<string, CatalogProviderPrice>;
}

/** The one method of each that it needs, of the system's client or of a tenant's transaction. */
interface PriceReader {
  currencyRate: { findMany(): PromiseLike<Prisma.CurrencyRateGetPayload<object>[]> };
  pricingInfo: {
    findMany(args: {
      include: { provider: { select: { name: true } } };
    }): PromiseLike<Prisma.PricingInfoGetPayload<{ include: { provider: { select: { name: true } } } }>[]>;
  };
}

export async function loadOperatorPrices(reader: PriceReader): Promise<OperatorPrices> {
  const rates = await reader.currencyRate.findMany();
  const infos = await reader.pricingInfo.findMany({ include: { provider: { select: { name: true } } } });
  return {
    rates: rates.map((rate) => ({
      currency: rate.currency,
      asOf: toDay(rate.asOf),
      usdPerUnit: rate.usdPerUnit.toFixed(),
      source: rate.source,
    })),
    providerWide: new Map(
      infos.flatMap((info) => {
        const document = priceDocument.safeParse({
          currency: info.currency,
          unitsPerMillion: {
            inputTokens: info.inputPricePerToken.mul(1_000_000).toFixed(),
            outputTokens: info.outputPricePerToken.mul(1_000_000).toFixed(),
          },
        });
        const source = `provider-wide price ${toDay(info.lastUpdated)}`;
        // One that can't be read counts as none: it must not keep every tenant's configuration from loading.
        return document.success ? [[info.provider.name, { document: document.data, source }] as const] : [];
      }),
    ),
  };
}

type OverrideRow = Pick<
  Prisma.PriceOverrideGetPayload<object>,
  "providerConfigId" | "modelId" | "document" | "effectiveFrom" | "effectiveTo"
>;
type ModelRow = Pick<
  Prisma.TenantModelGetPayload<object>,
  "provider" | "providerConfigId" | "modelId" | "type" | "pricesPerMillion" | "priceDetails" | "priceSource"
>;

/** Finds what each of those asked for a model's price says, over the rows of one tenant. */
export function createPriceSources(
  overrides: readonly OverrideRow[],
  { providerWide }: OperatorPrices,
): (model: ModelRow) => PriceSources {
  const byModel = new Map<string, PriceSources["overrides"][number][]>();
  for (const row of overrides) {
    const document = priceDocument.safeParse(row.document);
    if (!document.success) continue;
    const key = `${row.providerConfigId} ${row.modelId}`;
    const known = byModel.get(key) ?? [];
    known.push({
      fromMs: row.effectiveFrom.getTime(),
      untilMs: row.effectiveTo?.getTime() ?? null,
      document: document.data,
    });
    byModel.set(key, known);
  }
  return (model) => ({
    overrides: byModel.get(`${model.providerConfigId} ${model.modelId}`) ?? NO_OVERRIDES,
    synced: syncedPrice(model),
    providerWide: modelType.parse(model.type) === "llm" ? findProviderWide(providerWide, model.provider) : null,
  });
}

function syncedPrice({ pricesPerMillion, priceDetails: stored, priceSource }: ModelRow): PriceSources["synced"] {
  const details: PriceDetails = priceDetails.safeParse(stored).data ?? {};
  const plain = storedPrices.safeParse(pricesPerMillion).data;
  const unitsPerMillion = plain && Object.keys(plain).length > 0 ? plain : undefined;
  const document =
    details.document ?? (unitsPerMillion && { currency: "USD", unitsPerMillion, tiers: [], minimumUnits: {} });
  return document ? { document, source: priceSource ?? "unknown", schedule: details.schedule } : null;
}

function findProviderWide(
  prices: ReadonlyMap<string, CatalogProviderPrice>,
  provider: string,
): PriceSources["providerWide"] {
  for (const maker of makersOf(provider)) {
    const price = prices.get(maker);
    if (price) return price;
  }
  return null;
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
