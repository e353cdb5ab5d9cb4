import { z } from "zod";
import { modelType } from "./model-type";
import {
  currencyCode,
  priceDecimal,
  priceDocument,
  priceStep,
  refusedPrice,
  scheduledPrice,
  serviceTier,
  unpricedPolicy,
} from "./price";

/** What one of those asked says a model costs. */
export const bookedPrice = z.object({
  step: priceStep,
  source: z.string(),
  document: priceDocument,
  /** Whether this one holds now. */
  holds: z.boolean(),
});

export const priceOverrideView = z.object({
  id: z.string(),
  document: priceDocument,
  effectiveFrom: z.date(),
  effectiveTo: z.date().nullable(),
  note: z.string(),
  state: z.enum(["planned", "holds", "ended"]),
});
export type PriceOverrideView = z.infer<typeof priceOverrideView>;

/** A model with everything the price book says about it. */
export const priceBookEntry = z.object({
  modelRowId: z.string(),
  modelId: z.string(),
  displayName: z.string(),
  type: modelType,
  provider: z.string(),
  providerConfigId: z.string(),
  providerConfigName: z.string(),
  isEnabled: z.boolean(),
  /** USD per million units by unit, as a call now is charged; null is unpriced. */
  pricesPerMillion: z.record(z.string(), z.string()).nullable(),
  source: z.string().nullable(),
  step: priceStep.nullable(),
  currency: z.string(),
  /** USD for one unit of the currency, and the day of that rate; null for USD. */
  exchange: z.object({ usdPerUnit: z.string(), asOf: z.string() }).nullable(),
  tiers: z.array(
    z.object({
      serviceTier,
      inputTokensAbove: z.number().int(),
      pricesPerMillion: z.record(z.string(), z.string()),
    }),
  ),
  minimumUnits: z.record(z.string(), z.number().int()),
  /** In the order in which they are asked. */
  book: z.array(bookedPrice),
  overrides: z.array(priceOverrideView),
  announced: z.array(scheduledPrice),
  refused: refusedPrice.nullable(),
});
export type PriceBookEntry = z.infer<typeof priceBookEntry>;

/** A model whose calls are, or were, counted without a price, and what would mend it. */
export const unpricedModel = z.object({
  modelRowId: z.string(),
  modelId: z.string(),
  displayName: z.string(),
  type: modelType,
  providerConfigId: z.string(),
  providerConfigName: z.string(),
  isEnabled: z.boolean(),
  /** `no_price`: nobody knows one. `estimated`: taken to cost what the dearest alike does. `refused`: a sync brought one that can't be right. `partly`: priced, but calls used a unit or tier that is not. */
  reason: z.enum(["no_price", "estimated", "refused", "partly"]),
  /** Attempts of the last 30 days that are charged nothing because of it. */
  unpricedAttempts: z.number().int(),
  lastUsedAt: z.date().nullable(),
  /** Units of those attempts that have no price now. */
  missingUnits: z.array(z.string()),
  refused: refusedPrice.nullable(),
  /** Prices to take over with one press. */
  suggestions: z.array(z.object({ source: z.string(), document: priceDocument })),
});
export type UnpricedModel = z.infer<typeof unpricedModel>;

export const unpricedQueue = z.object({ policy: unpricedPolicy, models: z.array(unpricedModel) });
export type UnpricedQueue = z.infer<typeof unpricedQueue>;

export const setUnpricedPolicyInput = z.strictObject({ policy: unpricedPolicy });

export const setPriceOverrideInput = z.strictObject({
  modelRowId: z.uuid(),
  document: priceDocument,
  effectiveFrom: z.date().optional(),
  effectiveTo: z.date().optional(),
  note: z.string().max(500).optional(),
});
export const modelRowInput = z.strictObject({ modelRowId: z.uuid() });

/** Which attempts are to be charged again: of one model, from an instant until another (exclusive). */
export const repricingInput = z.strictObject({
  modelRowId: z.uuid(),
  from: z.date(),
  to: z.date(),
  /** `unpriced`: those without a price or with an estimated one. `all`: those charged at another price, too. */
  scope: z.enum(["unpriced", "all"]).default("unpriced"),
});
export type RepricingInput = z.infer<typeof repricingInput>;

export const repricingPreview = z.object({
  attempts: z.number().int(),
  unpricedAttempts: z.number().int(),
  costNanoUsd: z.string(),
});
export type RepricingPreview = z.infer<typeof repricingPreview>;

export const currencyRateView = z.object({
  currency: z.string(),
  asOf: z.string(),
  usdPerUnit: z.string(),
  source: z.string(),
});
export type CurrencyRateView = z.infer<typeof currencyRateView>;

export const setCurrencyRateInput = z.strictObject({
  currency: currencyCode.refine((code) => code !== "USD", "USD needs no rate"),
  asOf: z.iso.date(),
  usdPerUnit: z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, "a decimal such as 0.139573657"),
  source: z.string().min(1).max(200),
});

/** A provider of the catalog with the price for whatever it sells, used where no model's own price is known. */
export const providerPriceView = z.object({
  provider: z.string(),
  displayName: z.string(),
  price: z
    .object({ currency: z.string(), inputPerMillion: z.string(), outputPerMillion: z.string(), lastUpdated: z.date() })
    .nullable(),
});
export type ProviderPriceView = z.infer<typeof providerPriceView>;

export const setProviderPriceInput = z.strictObject({
  provider: z.string().min(1).max(100),
  /** Null takes it away. */
  price: z
    .strictObject({
      currency: currencyCode.default("USD"),
      inputPerMillion: priceDecimal,
      outputPerMillion: priceDecimal,
    })
    .nullable(),
});

/** Prices of the built-in catalog that were not taken over at the last start. */
export const refusedCatalogPrice = z.object({
  provider: z.string(),
  model: z.string(),
  unit: z.string(),
  reason: z.string(),
  known: z.string(),
  offered: z.string(),
});
export const operatorPrices = z.object({
  providers: z.array(providerPriceView),
  rates: z.array(currencyRateView),
  refused: z.array(refusedCatalogPrice),
});
export type OperatorPricesView = z.infer<typeof operatorPrices>;
