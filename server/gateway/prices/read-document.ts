import { isAppError } from "@/lib/contracts/errors";
import type { PriceDocument } from "@/lib/contracts/price";
import { parsePricePerMillion } from "@/server/gateway/ledger/price-per-million";
import type { OriginalPrice, Price, Rates } from "@/server/gateway/spec/price";
import { USAGE_UNITS, type UsageUnit } from "@/server/gateway/spec/usage";
import { type CurrencyRate, parseUsdPerUnit, rateAt, toUsd } from "./convert-currency";

/**
 * A stored price as the gateway charges by it, converted with the rate of the day. Null, which means unpriced, where it can't be read or its
 * currency has no rate: it is then shown as such, and never as free.
 */
export function readDocument(
  document: PriceDocument,
  source: string,
  rates: readonly CurrencyRate[],
  atMs: number,
): Price | null {
  const exchange = exchangeOf(document.currency, rates, atMs);
  if (exchange === null) return null;
  const convert = (pico: bigint) => (exchange === "USD" ? pico : toUsd(pico, exchange.nanoUsdPerUnit));
  const units = readRates(document.unitsPerMillion, convert);
  if (units === null || Object.keys(units).length === 0) return null;
  const price: Price = { units, source };
  if (document.tiers.length > 0) {
    const tiers = [];
    for (const { unitsPerMillion, ...when } of document.tiers) {
      const read = readRates(unitsPerMillion, convert);
      if (read === null) return null;
      tiers.push({ ...when, units: read });
    }
    price.tiers = tiers;
  }
  const minimums = onlyUnits(document.minimumUnits);
  if (Object.keys(minimums).length > 0) price.minimumUnits = minimums;
  if (exchange !== "USD") price.original = originalOf(document, exchange.rate);
  return price;
}

function exchangeOf(
  currency: string,
  rates: readonly CurrencyRate[],
  atMs: number,
): "USD" | { rate: CurrencyRate; nanoUsdPerUnit: bigint } | null {
  if (currency === "USD") return "USD";
  const rate = rateAt(rates, currency, atMs);
  const nanoUsdPerUnit = rate && parseUsdPerUnit(rate.usdPerUnit);
  return rate && nanoUsdPerUnit ? { rate, nanoUsdPerUnit } : null;
}

function originalOf(document: PriceDocument, { currency, usdPerUnit, asOf }: CurrencyRate): OriginalPrice {
  const original: OriginalPrice = { currency, usdPerUnit, asOf, perMillion: onlyUnits(document.unitsPerMillion) };
  if (document.tiers.length > 0)
    original.tiersPerMillion = document.tiers.map(({ unitsPerMillion }) => onlyUnits(unitsPerMillion));
  return original;
}

function readRates(decimals: Record<string, string>, convert: (pico: bigint) => bigint): Rates | null {
  const units: Rates = {};
  for (const unit of USAGE_UNITS) {
    const decimal = decimals[unit];
    if (decimal === undefined) continue;
    try {
      units[unit] = convert(parsePricePerMillion(decimal));
    } catch (error) {
      // A provider may list any price: one row must not keep every tenant's configuration from loading.
      if (!isAppError(error)) throw error;
      return null;
    }
  }
  return units;
}

/** What has the name of a unit of usage; other names mean nothing here. */
function onlyUnits<T>(values: Record<string, T>): Partial<Record<UsageUnit, T>> {
  const known: Partial<Record<UsageUnit, T>> = {};
  for (const unit of USAGE_UNITS) {
    const value = values[unit];
    if (value !== undefined) known[unit] = value;
  }
  return known;
}
