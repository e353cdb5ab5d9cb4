import { modelType } from "@/lib/contracts/model-type";
import { type PriceDocument, priceDocument, refusedPrice } from "@/lib/contracts/price";
import type { PriceBookEntry, PriceOverrideView } from "@/lib/contracts/price-book";
import type { PriceOverride, TenantModel } from "@/server/db/generated/client";
import { TENANT_PRICE_SOURCE } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";
import { type EffectivePrice, loadPriceBook, toDecimals } from "./effective-prices";

/** Every listed model with its price now, who says so and as of when, what the others say, and the tenant's own prices with their dates. */
export async function listPriceBook({ actor, database, now }: ServiceContext): Promise<PriceBookEntry[]> {
  const at = now();
  return database.inTenant(actor.tenantId, async (tx) => {
    const book = await loadPriceBook(tx, at.getTime());
    const overrides = await tx.priceOverride.findMany({ orderBy: { effectiveFrom: "desc" } });
    const models = await tx.tenantModel.findMany({
      where: { goneSince: null },
      orderBy: [{ providerConfig: { name: "asc" } }, { modelId: "asc" }],
      include: { providerConfig: { select: { name: true } } },
    });
    return models.map((model) =>
      toEntry(
        model,
        model.providerConfig.name,
        book.of(model, at.getTime()),
        overrides.filter((each) => each.providerConfigId === model.providerConfigId && each.modelId === model.modelId),
        at,
      ),
    );
  });
}

function toEntry(
  model: TenantModel,
  providerConfigName: string,
  effective: EffectivePrice,
  overrides: readonly PriceOverride[],
  at: Date,
): PriceBookEntry {
  const { price, step, sources, pricesPerMillion } = effective;
  const views = overrides.flatMap((row) => toOverrideView(row, at));
  return {
    modelRowId: model.id,
    modelId: model.modelId,
    displayName: model.displayName,
    type: modelType.parse(model.type),
    provider: model.provider,
    providerConfigId: model.providerConfigId,
    providerConfigName,
    isEnabled: model.isEnabled,
    pricesPerMillion,
    source: price?.source ?? null,
    step,
    currency: price?.original?.currency ?? "USD",
    exchange: price?.original ? { usdPerUnit: price.original.usdPerUnit, asOf: price.original.asOf } : null,
    tiers: (price?.tiers ?? []).map(({ units, ...when }) => ({ ...when, pricesPerMillion: toDecimals(units) })),
    minimumUnits: price?.minimumUnits ?? {},
    book: bookOf(effective, views),
    overrides: views,
    announced: sources.synced?.schedule ?? [],
    refused: refusedPrice.safeParse(model.refusedPrice).data ?? null,
  };
}

function bookOf({ step, sources }: EffectivePrice, overrides: readonly PriceOverrideView[]): PriceBookEntry["book"] {
  const book: PriceBookEntry["book"] = [];
  const add = (at: PriceBookEntry["book"][number]["step"], source: string, document: PriceDocument) =>
    book.push({ step: at, source, document: asShown(document), holds: step === at });
  const own = overrides.find((each) => each.state === "holds");
  if (own) add("override", TENANT_PRICE_SOURCE, own.document);
  if (sources.synced) {
    const { source, document } = sources.synced;
    add(source.startsWith("catalog") ? "catalog" : "config", source, document);
  }
  if (sources.providerWide) add("provider", sources.providerWide.source, sources.providerWide.document);
  return book;
}

/** A listing may name more digits than the contract's six. */
function asShown(document: PriceDocument): PriceDocument {
  const trim = (prices: Record<string, string>) =>
    Object.fromEntries(Object.entries(prices).map(([unit, decimal]) => [unit, decimal.replace(/(\.\d{6})\d+$/, "$1")]));
  return {
    ...document,
    unitsPerMillion: trim(document.unitsPerMillion),
    tiers: document.tiers.map((tier) => ({ ...tier, unitsPerMillion: trim(tier.unitsPerMillion) })),
  };
}

function toOverrideView(row: PriceOverride, at: Date): PriceOverrideView[] {
  const document = priceDocument.safeParse(row.document);
  if (!document.success) return [];
  const state = row.effectiveFrom > at ? "planned" : row.effectiveTo && row.effectiveTo <= at ? "ended" : "holds";
  return [
    {
      id: row.id,
      document: document.data,
      effectiveFrom: row.effectiveFrom,
      effectiveTo: row.effectiveTo,
      note: row.note,
      state,
    },
  ];
}
