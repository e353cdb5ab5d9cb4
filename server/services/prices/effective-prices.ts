import type { PriceStep } from "@/lib/contracts/price";
import type { TenantTransaction } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { createPriceSources, loadOperatorPrices, type OperatorPrices } from "@/server/db/tenant-prices";
import {
  formatPricePerMillion,
  type Priced,
  type PriceSources,
  priceAt,
  resolvePrices,
  stepOf,
} from "@/server/gateway";
import type { Price, Rates } from "@/server/gateway/spec/price";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";

type ModelRow = Prisma.TenantModelGetPayload<object>;

/** A model's price as the gateway would charge by it at an instant. */
export interface EffectivePrice {
  price: Price | null;
  step: PriceStep | null;
  priced: Priced;
  sources: PriceSources;
  /** USD per million units by unit; null is unpriced. */
  pricesPerMillion: Record<string, string> | null;
}

export interface PriceBook {
  operator: OperatorPrices;
  of(model: ModelRow, atMs: number): EffectivePrice;
}

/** The tenant's price book, read within its transaction: the same decision as on a call's way, so that a page never shows another price. */
export async function loadPriceBook(tx: TenantTransaction, nowMs: number): Promise<PriceBook> {
  const operator = await loadOperatorPrices(tx);
  const sourcesOf = createPriceSources(await tx.priceOverride.findMany(), operator);
  return {
    operator,
    of(model, atMs) {
      const sources = sourcesOf(model);
      const priced = resolvePrices(sources, operator.rates, nowMs);
      const price = priceAt(priced, atMs);
      return {
        price,
        step: stepOf(price, sources),
        priced,
        sources,
        pricesPerMillion: price && toDecimals(price.units),
      };
    },
  };
}

export function toDecimals(rates: Rates): Record<string, string> {
  const decimals: Record<string, string> = {};
  for (const unit of USAGE_UNITS) {
    const rate = rates[unit];
    if (rate !== undefined) decimals[unit] = formatPricePerMillion(rate);
  }
  return decimals;
}
