import { z } from "zod";

/** How a vendor served a call, where that changes the price. `other` is a tier of its own that Sluice has no word for. */
export const serviceTier = z.enum(["standard", "batch", "flex", "priority", "other"]);
export type ServiceTier = z.infer<typeof serviceTier>;

/** A decimal of the price's currency per million units; at most six digits after the point, so that it is exact inside. */
export const priceDecimal = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, "a decimal such as 0.15");

/** Decimals by the name of a unit of usage (`inputTokens`, `characters`…). */
export const unitPrices = z.record(z.string(), priceDecimal);

/** ISO 4217. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, "three capital letters such as USD");

/** Rates for calls that the vendor served in a tier, or whose whole input, cached tokens included, is larger than `inputTokensAbove`. */
export const priceTier = z.strictObject({
  serviceTier: serviceTier.default("standard"),
  inputTokensAbove: z.number().int().min(0).max(1_000_000_000).default(0),
  unitsPerMillion: unitPrices,
});

/** A whole price as it is entered and kept. A unit that a tier leaves out follows the tier's own fallback, then the base. */
export const priceDocument = z.strictObject({
  currency: currencyCode.default("USD"),
  unitsPerMillion: unitPrices,
  tiers: z.array(priceTier).max(20).default([]),
  /** The least that is billed of a unit in one call, e.g. ten seconds of audio. */
  minimumUnits: z.record(z.string(), z.number().int().min(1).max(1_000_000_000)).default({}),
});
export type PriceDocument = z.infer<typeof priceDocument>;

/** A price that begins to hold at an instant. */
export const scheduledPrice = z.strictObject({
  from: z.iso.datetime(),
  document: priceDocument,
  source: z.string().max(200),
});
export type ScheduledPrice = z.infer<typeof scheduledPrice>;

/** What a price is beyond dollars by unit: kept beside them, null where there is nothing. */
export const priceDetails = z.strictObject({
  /** The price in its own currency and with its tiers; the plain columns hold what it was worth in dollars when it was read. */
  document: priceDocument.optional(),
  /** Later prices, already announced. */
  schedule: z.array(scheduledPrice).max(20).optional(),
});
export type PriceDetails = z.infer<typeof priceDetails>;

/** A price that a sync or a newer catalog brought and that was not taken over. */
export const refusedPrice = z.object({
  unit: z.string(),
  /** It can't be read, or it is more than ten times off. */
  reason: z.enum(["malformed", "too_far_off"]),
  known: z.string(),
  offered: z.string(),
  pricesPerMillion: z.record(z.string(), z.string()),
  source: z.string(),
});
export type RefusedPrice = z.infer<typeof refusedPrice>;

/** What becomes of a call to a model without a price. */
export const unpricedPolicy = z.enum(["block", "warn", "estimate"]);
export type UnpricedPolicy = z.infer<typeof unpricedPolicy>;

/** Who says what a model costs, in the order in which they are asked. */
export const priceStep = z.enum(["override", "config", "catalog", "provider", "estimate"]);
export type PriceStep = z.infer<typeof priceStep>;
