import type { Price } from "@/server/gateway/spec/price";

/** Prices are immutable objects of the snapshot, so each is reckoned once. */
const averages = new WeakMap<Price, number | null>();

/** USD per million, the mean of input and output; of a model with one rate for both, or only one of the two, that rate. Null is unpriced. */
export function averageUsdPerMillion(price: Price | null): number | null {
  if (price === null) return null;
  const known = averages.get(price);
  if (known !== undefined) return known;
  const { inputTokens, outputTokens } = price.units;
  const input = inputTokens ?? outputTokens;
  const output = outputTokens ?? inputTokens;
  // A pico-USD a token is a USD per million million: 1e6 of them are one USD per million.
  const average = input === undefined || output === undefined ? null : Number(input + output) / 2 / 1e6;
  averages.set(price, average);
  return average;
}

/** What a call would cost in pico-USD, near enough to order by; charges are reckoned by `priceUsage`. Null is unpriced. */
export function projectPicoUsd(price: Price | null, inputTokens: number, outputTokens: number): number | null {
  if (price === null) return null;
  const input = price.units.inputTokens;
  const output = price.units.outputTokens;
  if (input === undefined && output === undefined) return null;
  return inputTokens * Number(input ?? 0n) + outputTokens * Number(output ?? 0n);
}
