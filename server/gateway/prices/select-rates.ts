import type { Price, PriceTier, Rates, ServiceTier } from "@/server/gateway/spec/price";
import { totalInputTokens, type UsageCounts, type UsageUnit } from "@/server/gateway/spec/usage";

/**
 * Whose rate applies when a price has none of its own for a unit. Vendors that publish one input and one output rate bill these units at it;
 * a 1-hour cache write costs at least a 5-minute one. Tokens of pictures have none: vendors ask ten times the rate of text for them.
 */
const FALLBACKS: Partial<Record<UsageUnit, readonly UsageUnit[]>> = {
  cacheReadTokens: ["inputTokens"],
  cacheWrite5mTokens: ["inputTokens"],
  cacheWrite1hTokens: ["cacheWrite5mTokens", "inputTokens"],
  inputAudioTokens: ["inputTokens"],
  reasoningTokens: ["outputTokens"],
  outputAudioTokens: ["outputTokens"],
};

/** Cheaper than standard wherever they are sold, so that the standard rate is an upper bound of them. */
const CHEAPER_TIERS: ReadonlySet<ServiceTier> = new Set(["batch", "flex"]);

/** The tier of a price that a call falls under: null is the base, undefined that the price has no rate for how the call was served. */
export function selectTier(
  price: Price,
  counts: UsageCounts,
  serviceTier: ServiceTier | undefined,
): PriceTier | null | undefined {
  if (price.tiers === undefined && (serviceTier === undefined || serviceTier === "standard")) return null;
  return searchTier(price, totalInputTokens(counts), serviceTier ?? "standard");
}

function searchTier(price: Price, inputTokens: number, serviceTier: ServiceTier): PriceTier | null | undefined {
  let found: PriceTier | undefined;
  for (const tier of price.tiers ?? []) {
    const applies = tier.serviceTier === serviceTier && inputTokens >= aboveOf(tier);
    if (applies && (found === undefined || tier.inputTokensAbove > found.inputTokensAbove)) found = tier;
  }
  if (found !== undefined) return found;
  if (serviceTier === "standard" || isFree(price)) return null;
  // A dearer tier must not pass for the standard one: its calls are unpriced until somebody says what they cost.
  return CHEAPER_TIERS.has(serviceTier) ? searchTier(price, inputTokens, "standard") : undefined;
}

/** "Above" is more than; a tier without a bound holds for every call. */
function aboveOf({ inputTokensAbove }: PriceTier): number {
  return inputTokensAbove === 0 ? 0 : inputTokensAbove + 1;
}

/** Whether the price says what calls of this tier cost. */
export function hasTier(price: Price | null, serviceTier: ServiceTier): boolean {
  return price?.tiers?.some((tier) => tier.serviceTier === serviceTier) ?? false;
}

function isFree({ units }: Price): boolean {
  const rates = Object.values(units);
  return rates.length > 0 && rates.every((rate) => rate === 0n);
}

/** The tier's rate or its fallback, else the base's. */
export function rateOf(unit: UsageUnit, price: Price, tier: PriceTier | null): bigint | undefined {
  return (tier === null ? undefined : rateIn(unit, tier.units)) ?? rateIn(unit, price.units);
}

function rateIn(unit: UsageUnit, units: Rates): bigint | undefined {
  const own = units[unit];
  if (own !== undefined) return own;
  for (const fallback of FALLBACKS[unit] ?? []) {
    const rate = units[fallback];
    if (rate !== undefined) return rate;
  }
  return undefined;
}
