import type { UsageUnit } from "./usage";

/**
 * Price per unit in pico-USD (1e-12 USD). One USD per million units is 1,000,000 pico-USD per unit, so a catalog's
 * decimal "per million" with six digits after the point is exact here.
 */
export interface Price {
  units: Partial<Record<UsageUnit, bigint>>;
  /** Who says so and as of when, e.g. "catalog 2026-11-20", "tenant override", "self-hosted". Shown on the receipt. */
  source: string;
}
