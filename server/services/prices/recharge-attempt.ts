import { serviceTier } from "@/lib/contracts/price";
import type { LlmAttempt, TenantModel } from "@/server/db/generated/client";
import { type Charge, type PriceSnapshot, priceSnapshot, priceUsage, snapshotOf } from "@/server/gateway";
import type { Price } from "@/server/gateway/spec/price";

import { USAGE_UNITS, type UsageCounts } from "@/server/gateway/spec/usage";
import type { PriceBook } from "./effective-prices";

export interface Recharge {
  charge: Charge;
  price: PriceSnapshot | null;
}

/** The price known by now for an attempt: the one that held when it was made, else, where none was known then, the one known first after. */
export function priceKnownFor(book: PriceBook, model: TenantModel, startedAt: Date): Price | null {
  const atMs = startedAt.getTime();
  const { price, priced } = book.of(model, atMs);
  if (price !== null) return price;
  const later = (priced.schedule ?? []).filter(({ fromMs, price: then }) => fromMs > atMs && then !== null);
  return later.at(-1)?.price ?? null;
}

/** What an attempt costs at a price by its own usage and tier; undefined when that changes nothing. */
export function rechargeAttempt(
  attempt: LlmAttempt,
  price: Price | null,
  scope: "unpriced" | "all",
): Recharge | undefined {
  const charged = priceSnapshot.nullable().safeParse(attempt.price).data ?? null;
  const isOpen = !attempt.isPriced || charged?.isEstimate === true;
  if (price === null || (scope === "unpriced" && !isOpen)) return undefined;
  const charge = priceUsage(countsOf(attempt.usage), price, serviceTier.safeParse(attempt.serviceTier).data);
  // A price that still lacks what the attempt used takes nothing away from what is known of it.
  if (!charge.isPriced) return undefined;
  const isSame =
    attempt.isPriced &&
    charge.costNanoUsd === attempt.costNanoUsd &&
    charge.inputCostNanoUsd === attempt.inputCostNanoUsd &&
    !charged?.isEstimate;
  return isSame ? undefined : { charge, price: snapshotOf(price) };
}

function countsOf(stored: unknown): UsageCounts {
  const counts: UsageCounts = {};
  if (typeof stored !== "object" || stored === null) return counts;
  const entries = new Map<string, unknown>(Object.entries(stored));
  for (const unit of USAGE_UNITS) {
    const count = entries.get(unit);
    if (typeof count === "number") counts[unit] = count;
  }
  return counts;
}
