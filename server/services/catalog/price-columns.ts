import type { PriceDetails } from "@/lib/contracts/price";
import {
  type CatalogModel,
  type CurrencyRate,
  formatPricePerMillion,
  priceOfCatalogModel,
  readDocument,
} from "@/server/gateway";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";

export interface PriceColumns {
  /** USD per million tokens. */
  costInput: string | null;
  costOutput: string | null;
  /** USD per million of every other unit. */
  unitPrices: Record<string, string>;
  /** What a price is beyond that. */
  priceDetails: PriceDetails | null;
}

/** A catalog model's price as the database keeps it: dollars in plain columns, and beside them the whole where there is more to it. */
export function toPriceColumns(model: CatalogModel, rates: readonly CurrencyRate[]): PriceColumns {
  const document = priceOfCatalogModel(model);
  const isPlain = model.currency === "USD" && model.tiers.length === 0 && Object.keys(model.minimumUnits).length === 0;
  const { inputTokens, outputTokens, ...unitPrices } =
    model.currency === "USD" ? { ...model.pricesPerMillion } : inDollars(model, rates);
  const details: PriceDetails = {
    ...(document && !isPlain ? { document } : {}),
    ...(model.schedule.length > 0 ? { schedule: [...model.schedule] } : {}),
  };
  return {
    costInput: inputTokens ?? null,
    costOutput: outputTokens ?? null,
    unitPrices,
    priceDetails: Object.keys(details).length > 0 ? details : null,
  };
}

/** By the latest of the rates given; without one the plain columns stay empty. */
function inDollars(model: CatalogModel, rates: readonly CurrencyRate[]): CatalogModel["pricesPerMillion"] {
  const document = priceOfCatalogModel(model);
  const latest = rates.reduce((day, { asOf }) => (asOf > day ? asOf : day), "1970-01-01");
  const price = document && readDocument(document, "", rates, Date.parse(latest));
  const converted: CatalogModel["pricesPerMillion"] = {};
  for (const unit of USAGE_UNITS) {
    const rate = price?.units[unit];
    if (rate !== undefined) converted[unit] = formatPricePerMillion(rate);
  }
  return converted;
}
