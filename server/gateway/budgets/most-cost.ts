import type { Price } from "@/server/gateway/spec/price";
import { OUTPUT_UNITS, USAGE_UNITS, type UsageUnit } from "@/server/gateway/spec/usage";

/** More than an attempt can consume. Tokens of whatever kind: text, cached, heard, thought. */
export interface UsageBound {
  inputTokens?: number;
  outputTokens?: number;
  characters?: number;
  audioMs?: number;
  searches?: number;
}

const PICO_PER_NANO = 1_000n;
const OTHERS = ["characters", "audioMs", "searches"] as const;
const INPUT_UNITS = USAGE_UNITS.filter(
  (unit) => !OUTPUT_UNITS.has(unit) && unit !== "characters" && unit !== "audioMs" && unit !== "searches",
);

/**
 * Nano-USD that an attempt costs at most, with every token at its side's dearest rate in the dearest tier, rounded up. Null where the price can't tell: it has no
 * rate for a side that the call must use, or for nothing that the call uses. Pure.
 */
export function mostCost(bound: UsageBound, price: Price | null, needsBothSides: boolean): bigint | null {
  if (price === null) return null;
  const input = dearestRate(price, INPUT_UNITS);
  const output = dearestRate(price, OUTPUT_UNITS);
  if (needsBothSides && (input === undefined || output === undefined)) return null;
  let pico = 0n;
  let isPriced = false;
  const add = (count: number | undefined, rate: bigint | undefined, units: Iterable<UsageUnit>) => {
    if (count === undefined || rate === undefined) return;
    isPriced = true;
    let billed = Math.ceil(count);
    for (const unit of units) billed = Math.max(billed, price.minimumUnits?.[unit] ?? 0);
    pico += BigInt(billed) * rate;
  };
  add(bound.inputTokens, input, INPUT_UNITS);
  add(bound.outputTokens, output, OUTPUT_UNITS);
  for (const unit of OTHERS) add(bound[unit], dearestRate(price, [unit]), [unit]);
  return isPriced ? (pico + PICO_PER_NANO - 1n) / PICO_PER_NANO : null;
}

/** Output tokens that `nanoUsd` still pay for once everything else of the bound is paid. Pure. */
export function affordableOutput(bound: UsageBound, price: Price, nanoUsd: bigint): number {
  const rate = dearestRate(price, OUTPUT_UNITS);
  const rest = mostCost({ ...bound, outputTokens: undefined }, price, false) ?? 0n;
  if (rate === undefined || rate === 0n) return Number.POSITIVE_INFINITY;
  return nanoUsd <= rest ? 0 : Number(((nanoUsd - rest) * PICO_PER_NANO) / rate);
}

function dearestRate(price: Price, units: Iterable<UsageUnit>): bigint | undefined {
  let dearest: bigint | undefined;
  for (const unit of units)
    for (const { units: rates } of [price, ...(price.tiers ?? [])]) {
      const rate = rates[unit];
      if (rate !== undefined && (dearest === undefined || rate > dearest)) dearest = rate;
    }
  return dearest;
}
