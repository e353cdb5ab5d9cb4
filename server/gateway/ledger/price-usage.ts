import { rateOf, selectTier } from "@/server/gateway/prices/select-rates";
import type { Price, PriceTier, ServiceTier } from "@/server/gateway/spec/price";
import { OUTPUT_UNITS, USAGE_UNITS, type UsageCounts, type UsageUnit } from "@/server/gateway/spec/usage";

const PICO_PER_NANO = 1000n;

/** A billion USD for one attempt is corrupt input, and the database's BIGINT ends at nine. */
const MAX_CHARGE_NANO_USD = 1_000_000_000n * 1_000_000_000n;

export interface ChargeLine {
  unit: UsageUnit;
  /** As billed: at least the price's minimum. */
  count: number;
  /** What was used, where the minimum is more than that. */
  usedCount?: number;
  picoUsdPerUnit: bigint;
  picoUsd: bigint;
}

export interface Charge {
  /** False when something was consumed that the price has no rate for; all costs are then 0 and mean "unknown", never "free". */
  isPriced: boolean;
  inputCostNanoUsd: bigint;
  outputCostNanoUsd: bigint;
  costNanoUsd: bigint;
  /** How the cost came about, one line per unit consumed that has a rate. */
  lines: ChargeLine[];
  /** Units consumed without a rate, or with a count that is not a whole non-negative number. */
  unpricedUnits: UsageUnit[];
  /** Which tier of the price applied; null is its base. */
  tier: PriceTier | null;
}

/**
 * What `counts` cost at `price`, served in `serviceTier` (standard where nothing is known). Exact: pico-USD × count summed as integers, rounded
 * up once to nano-USD; input is rounded up likewise and output is the rest, so the two always add up. Units of 0 need no rate. Input is
 * everything that is not in `OUTPUT_UNITS`.
 */
export function priceUsage(counts: UsageCounts, price: Price | null, serviceTier?: ServiceTier): Charge {
  const lines: ChargeLine[] = [];
  const unpricedUnits: UsageUnit[] = [];
  const tier = price === null ? undefined : selectTier(price, counts, serviceTier);
  let totalPico = 0n;
  let inputPico = 0n;
  for (const unit of USAGE_UNITS) {
    const used = counts[unit] ?? 0;
    if (used === 0) continue;
    const rate = price === null || tier === undefined ? undefined : rateOf(unit, price, tier);
    if (rate === undefined || !Number.isSafeInteger(used) || used < 0) {
      unpricedUnits.push(unit);
      continue;
    }
    const least = price?.minimumUnits?.[unit] ?? 0;
    const count = used < least ? least : used;
    const picoUsd = rate * BigInt(count);
    const line: ChargeLine = { unit, count, picoUsdPerUnit: rate, picoUsd };
    if (used < least) line.usedCount = used;
    lines.push(line);
    totalPico += picoUsd;
    if (!OUTPUT_UNITS.has(unit)) inputPico += picoUsd;
  }
  const costNanoUsd = ceilToNano(totalPico);
  if (costNanoUsd > MAX_CHARGE_NANO_USD) unpricedUnits.push(...lines.map((line) => line.unit));
  if (unpricedUnits.length > 0) {
    return {
      isPriced: false,
      inputCostNanoUsd: 0n,
      outputCostNanoUsd: 0n,
      costNanoUsd: 0n,
      lines,
      unpricedUnits,
      tier: tier ?? null,
    };
  }
  const inputCostNanoUsd = ceilToNano(inputPico);
  return {
    isPriced: true,
    inputCostNanoUsd,
    outputCostNanoUsd: costNanoUsd - inputCostNanoUsd,
    costNanoUsd,
    lines,
    unpricedUnits,
    tier: tier ?? null,
  };
}

function ceilToNano(pico: bigint): bigint {
  return (pico + PICO_PER_NANO - 1n) / PICO_PER_NANO;
}
