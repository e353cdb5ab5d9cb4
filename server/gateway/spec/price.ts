import type { ServiceTier } from "@/lib/contracts/price";
import type { UsageUnit } from "./usage";

export type { ServiceTier };

/** Pico-USD (1e-12 USD) by unit. */
export type Rates = Partial<Record<UsageUnit, bigint>>;

/**
 * Price per unit in pico-USD (1e-12 USD). One USD per million units is 1,000,000 pico-USD per unit, so a catalog's
 * decimal "per million" with six digits after the point is exact here.
 */
export interface Price {
  units: Rates;
  /** Who says so and as of when, e.g. "catalog 2026-11-20", "tenant override", "self-hosted". Shown on the receipt. */
  source: string;
  /** Absent where one rate per unit holds for every call, as for most models. */
  tiers?: readonly PriceTier[];
  /** The least that is billed of a unit in one call. */
  minimumUnits?: Partial<Record<UsageUnit, number>>;
  /** Present where the price was converted. */
  original?: OriginalPrice;
  /** Nobody knows this model's price; it is taken to be this. */
  isEstimate?: boolean;
}

/** Rates of a tier of service, or for inputs of more than so many tokens, cached ones included. What they leave out is asked of the base. */
export interface PriceTier {
  serviceTier: ServiceTier;
  inputTokensAbove: number;
  units: Rates;
}

export interface OriginalPrice {
  /** ISO 4217. */
  currency: string;
  /** A decimal, as of the day beside it. */
  usdPerUnit: string;
  asOf: string;
  /** Decimals of the currency per million units, as the vendor has them; of the base, then of each tier in the order of `tiers`. */
  perMillion: Partial<Record<UsageUnit, string>>;
  tiersPerMillion?: readonly Partial<Record<UsageUnit, string>>[];
}
