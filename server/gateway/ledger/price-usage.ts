import type { Price } from "@/server/gateway/spec/price";
import { OUTPUT_UNITS, USAGE_UNITS, type UsageCounts, type UsageUnit } from "@/server/gateway/spec/usage";

const PICO_PER_NANO = 1000n;

/** A billion USD for one attempt is corrupt input, and the database's BIGINT ends at nine. */
const MAX_CHARGE_NANO_USD = 1_000_000_000n * 1_000_000_000n;

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

export interface ChargeLine {
  unit: UsageUnit;
  count: number;
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
}

/**
 * What `counts` cost at `price`. Exact: pico-USD × count summed as integers, rounded up once to nano-USD; input is rounded up likewise and
 * output is the rest, so the two always add up. Units of 0 need no rate. Input is everything that is not in `OUTPUT_UNITS`.
 */
export function priceUsage(counts: UsageCounts, price: Price | null): Charge {
  const lines: ChargeLine[] = [];
  const unpricedUnits: UsageUnit[] = [];
  let totalPico = 0n;
  let inputPico = 0n;
  for (const unit of USAGE_UNITS) {
    const count = counts[unit] ?? 0;
    if (count === 0) continue;
    const rate = rateOf(unit, price);
    if (rate === undefined || !Number.isSafeInteger(count) || count < 0) {
      unpricedUnits.push(unit);
      continue;
    }
    const picoUsd = rate * BigInt(count);
    lines.push({ unit, count, picoUsdPerUnit: rate, picoUsd });
    totalPico += picoUsd;
    if (!OUTPUT_UNITS.has(unit)) inputPico += picoUsd;
  }
  const costNanoUsd = ceilToNano(totalPico);
  if (costNanoUsd > MAX_CHARGE_NANO_USD) unpricedUnits.push(...lines.map((line) => line.unit));
  if (unpricedUnits.length > 0) {
    return { isPriced: false, inputCostNanoUsd: 0n, outputCostNanoUsd: 0n, costNanoUsd: 0n, lines, unpricedUnits };
  }
  const inputCostNanoUsd = ceilToNano(inputPico);
  return {
    isPriced: true,
    inputCostNanoUsd,
    outputCostNanoUsd: costNanoUsd - inputCostNanoUsd,
    costNanoUsd,
    lines,
    unpricedUnits,
  };
}

function rateOf(unit: UsageUnit, price: Price | null): bigint | undefined {
  if (price === null) return undefined;
  const own = price.units[unit];
  if (own !== undefined) return own;
  for (const fallback of FALLBACKS[unit] ?? []) {
    const rate = price.units[fallback];
    if (rate !== undefined) return rate;
  }
  return undefined;
}

function ceilToNano(pico: bigint): bigint {
  return (pico + PICO_PER_NANO - 1n) / PICO_PER_NANO;
}
