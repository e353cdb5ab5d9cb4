import { formatPricePerMillion, parsePricePerMillion } from "@/server/gateway/ledger/price-per-million";
import type { UsageUnit } from "@/server/gateway/spec/usage";

type Prices = Partial<Record<UsageUnit, string>>;

/** Prices as a vendor states them by a ratio ("half in a batch", "a tenth more"), rounded half up to a millionth of a dollar per million. */
export function scalePrices(prices: Prices, numerator: bigint, denominator: bigint): Prices {
  const scaled: Prices = {};
  for (const [unit, decimal] of Object.entries(prices)) {
    const pico = (parsePricePerMillion(decimal) * numerator * 2n + denominator) / (denominator * 2n);
    Object.assign(scaled, { [unit]: formatPricePerMillion(pico) });
  }
  return scaled;
}
