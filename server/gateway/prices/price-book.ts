import type { PriceDetails, PriceDocument, PriceStep, UnpricedPolicy } from "@/lib/contracts/price";
import type { Price, Rates } from "@/server/gateway/spec/price";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";
import type { CurrencyRate } from "./convert-currency";
import { type DatedPrice, type Priced, priceAt } from "./price-schedule";
import { readDocument } from "./read-document";

/** A tenant's own price of a model, and when it holds. */
export interface PriceOverride {
  fromMs: number;
  untilMs: number | null;
  document: PriceDocument;
}

/** What each of those who are asked for a model's price says; null or empty says nothing. */
export interface PriceSources {
  overrides: readonly PriceOverride[];
  /** What the provider config's own listing or, failing that, the catalog says, as the last sync wrote it. */
  synced: { document: PriceDocument; source: string; schedule: PriceDetails["schedule"] } | null;
  /** What the operator set for everything the provider sells. */
  providerWide: { document: PriceDocument; source: string } | null;
}

/** Marks a price that the tenant itself set: no sync and no catalog change replaces it. */
export const TENANT_PRICE_SOURCE = "tenant override";

/**
 * What a model costs and from when: the tenant's override, else what the sync brought (the provider config's own price before the catalog's),
 * else the provider-wide price. Pure; `nowMs` decides the rate of exchange alone.
 */
export function resolvePrices(sources: PriceSources, rates: readonly CurrencyRate[], nowMs: number): Priced {
  const { overrides, synced, providerWide } = sources;
  const read = (document: PriceDocument, source: string) => readDocument(document, source, rates, nowMs);
  const standing =
    (synced && read(synced.document, synced.source)) ??
    (providerWide && read(providerWide.document, providerWide.source));
  const announced: DatedPrice[] = (synced?.schedule ?? []).map(({ from, document, source }) => ({
    fromMs: Date.parse(from),
    untilMs: null,
    price: read(document, source),
  }));
  const own: DatedPrice[] = overrides.map(({ fromMs, untilMs, document }) => ({
    fromMs,
    untilMs,
    price: read(document, TENANT_PRICE_SOURCE),
  }));
  // An override goes before an announced price, whichever begins later.
  const schedule = [...byLatest(own), ...byLatest(announced)];
  return schedule.length === 0 ? { price: standing } : { price: standing, schedule };
}

function byLatest(prices: DatedPrice[]): DatedPrice[] {
  return prices.toSorted((a, b) => b.fromMs - a.fromMs);
}

/** Which of those asked gave the price that holds. */
export function stepOf(price: Price | null, sources: PriceSources): PriceStep | null {
  if (price === null) return null;
  if (price.isEstimate) return "estimate";
  if (price.source === TENANT_PRICE_SOURCE) return "override";
  if (sources.providerWide?.source === price.source) return "provider";
  return price.source.startsWith("catalog") ? "catalog" : "config";
}

/**
 * Under the policy `estimate`, a model without a price is taken to cost the most that any like it does, unit by unit: a budget then errs to the
 * safe side. Undefined when there is nothing to go by.
 */
export function estimatePrice(alike: readonly Priced[], nowMs: number): Price | undefined {
  const units: Rates = {};
  for (const model of alike) {
    const price = priceAt(model, nowMs);
    if (price === null || price.isEstimate) continue;
    for (const unit of USAGE_UNITS) {
      const rate = price.units[unit];
      if (rate !== undefined && rate > (units[unit] ?? -1n)) units[unit] = rate;
    }
  }
  const isKnown = USAGE_UNITS.some((unit) => (units[unit] ?? 0n) > 0n);
  return isKnown ? { units, source: "estimate: the dearest of its kind", isEstimate: true } : undefined;
}

/** A model as estimates look at it. */
type Kindred = Priced & { providerConfigId: string; type: string };

/** What an unpriced model is taken to cost: the dearest of its type at the same provider config, else of its type anywhere in the tenant. */
export function estimateFor(
  model: Omit<Kindred, "price">,
  models: readonly Kindred[],
  nowMs: number,
): Price | undefined {
  const ofType = models.filter(({ type }) => type === model.type);
  return (
    estimatePrice(
      ofType.filter(({ providerConfigId }) => providerConfigId === model.providerConfigId),
      nowMs,
    ) ?? estimatePrice(ofType, nowMs)
  );
}

/** Gives every unpriced model of a tenant the price it is taken to have, if the tenant's policy is to estimate. */
export function withEstimates<M extends Kindred>(
  models: readonly M[],
  policy: UnpricedPolicy,
  nowMs: number,
): readonly M[] {
  if (policy !== "estimate") return models;
  const estimates = new Map<string, Price | undefined>();
  return models.map((model) => {
    if (model.price !== null) return model;
    const kind = `${model.providerConfigId} ${model.type}`;
    if (!estimates.has(kind)) estimates.set(kind, estimateFor(model, models, nowMs));
    const price = estimates.get(kind);
    return price ? { ...model, price } : model;
  });
}
