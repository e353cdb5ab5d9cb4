import { AppError } from "@/lib/contracts/errors";

/** A dearer "per million" than this is a typing error, not a price: the dearest model sold costs 600. */
const MAX_USD_PER_MILLION = 1_000_000n;
const PICO_PER_USD_PER_MILLION = 1_000_000n;
const DECIMALS = 6;

/**
 * USD per million units, as a decimal string ("0.15"), in pico-USD per unit (150000n). Exact to six digits after the point, further digits
 * rounded half up. Throws `invalid_request` for anything negative, above a million, or not a plain decimal.
 */
export function parsePricePerMillion(decimal: string): bigint {
  const match = /^(\d{1,12})(?:\.(\d{1,24}))?$/.exec(decimal.trim());
  if (!match) {
    throw new AppError(
      "invalid_request",
      `The price ${JSON.stringify(decimal.slice(0, 40))} is not a decimal of USD per million. Write it like "0.15".`,
    );
  }
  const [, whole = "0", fraction = ""] = match;
  const kept = BigInt(fraction.slice(0, DECIMALS).padEnd(DECIMALS, "0"));
  const isRoundedUp = (fraction[DECIMALS] ?? "0") >= "5";
  const pico = BigInt(whole) * PICO_PER_USD_PER_MILLION + kept + (isRoundedUp ? 1n : 0n);
  if (pico > MAX_USD_PER_MILLION * PICO_PER_USD_PER_MILLION) {
    throw new AppError(
      "invalid_request",
      `The price ${decimal.slice(0, 40)} is above 1,000,000 USD per million. Check its unit: prices are per million, not per thousand.`,
    );
  }
  return pico;
}

/** Pico-USD per unit as USD per million units: 150000n → "0.15". The inverse of `parsePricePerMillion`. */
export function formatPricePerMillion(picoUsdPerUnit: bigint): string {
  const whole = picoUsdPerUnit / PICO_PER_USD_PER_MILLION;
  const fraction = (picoUsdPerUnit % PICO_PER_USD_PER_MILLION).toString().padStart(DECIMALS, "0").replace(/0+$/, "");
  return fraction === "" ? whole.toString() : `${whole}.${fraction}`;
}
