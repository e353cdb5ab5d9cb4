/** What one unit of a currency is worth, as of a day. */
export interface CurrencyRate {
  /** ISO 4217. */
  currency: string;
  /** The day, ISO. */
  asOf: string;
  /** A decimal with at most nine digits after the point. */
  usdPerUnit: string;
  source: string;
}

const DECIMALS = 9;
const SCALE = 10n ** BigInt(DECIMALS);

/** Nano-USD per unit of the currency. Undefined for what is no positive decimal of at most nine digits after the point. */
export function parseUsdPerUnit(decimal: string): bigint | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(decimal.trim());
  if (!match) return undefined;
  const [, whole = "0", fraction = ""] = match;
  const nano = BigInt(whole) * SCALE + BigInt(fraction.padEnd(DECIMALS, "0"));
  return nano > 0n ? nano : undefined;
}

/** An amount of the currency in USD of the same scale, rounded half up: integers throughout. */
export function toUsd(amount: bigint, nanoUsdPerUnit: bigint): bigint {
  return (amount * nanoUsdPerUnit + SCALE / 2n) / SCALE;
}

/** The latest rate of a currency that was true by then; undefined when none is known. USD needs none. */
export function rateAt(rates: readonly CurrencyRate[], currency: string, atMs: number): CurrencyRate | undefined {
  const day = new Date(atMs).toISOString().slice(0, 10);
  let found: CurrencyRate | undefined;
  for (const rate of rates) {
    if (rate.currency !== currency || rate.asOf > day) continue;
    if (found === undefined || rate.asOf > found.asOf) found = rate;
  }
  return found;
}
