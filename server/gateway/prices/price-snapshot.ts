import { z } from "zod";
import { serviceTier } from "@/lib/contracts/price";
import type { Price, Rates } from "@/server/gateway/spec/price";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";

const unit = z.enum(USAGE_UNITS);
/** JSON has no bigint. */
const rates = z.partialRecord(unit, z.string().regex(/^\d+$/));
const decimals = z.partialRecord(unit, z.string());

/** The price an attempt was charged at, whole, so that its cost can be worked out again from it alone: pico-USD per unit as decimal strings. */
export const priceSnapshot = z.object({
  units: rates,
  source: z.string(),
  tiers: z.array(z.object({ serviceTier, inputTokensAbove: z.number().int(), units: rates })).optional(),
  minimumUnits: z.partialRecord(unit, z.number().int()).optional(),
  original: z
    .object({
      currency: z.string(),
      usdPerUnit: z.string(),
      asOf: z.string(),
      perMillion: decimals,
      tiersPerMillion: z.array(decimals).optional(),
    })
    .optional(),
  isEstimate: z.boolean().optional(),
});
export type PriceSnapshot = z.infer<typeof priceSnapshot>;

/** Prices are immutable objects of the configuration's snapshot, so their journal form is made once. */
const snapshots = new WeakMap<Price, PriceSnapshot>();

export function snapshotOf(price: Price | null): PriceSnapshot | null {
  if (!price) return null;
  const known = snapshots.get(price);
  if (known) return known;
  const snapshot = write(price);
  snapshots.set(price, snapshot);
  return snapshot;
}

function write({ units, source, tiers, minimumUnits, original, isEstimate }: Price): PriceSnapshot {
  const snapshot: PriceSnapshot = { units: writeRates(units), source };
  if (tiers) snapshot.tiers = tiers.map((tier) => ({ ...tier, units: writeRates(tier.units) }));
  if (minimumUnits) snapshot.minimumUnits = minimumUnits;
  if (original) {
    const { tiersPerMillion, ...rest } = original;
    snapshot.original = { ...rest, ...(tiersPerMillion ? { tiersPerMillion: [...tiersPerMillion] } : {}) };
  }
  if (isEstimate) snapshot.isEstimate = true;
  return snapshot;
}

function writeRates(units: Rates): PriceSnapshot["units"] {
  const written: PriceSnapshot["units"] = {};
  for (const each of USAGE_UNITS) {
    const rate = units[each];
    if (rate !== undefined) written[each] = rate.toString();
  }
  return written;
}

export function readPrice(snapshot: PriceSnapshot | null): Price | null {
  if (snapshot === null) return null;
  const { tiers, ...rest } = snapshot;
  return {
    ...rest,
    units: readRates(snapshot.units),
    ...(tiers ? { tiers: tiers.map((tier) => ({ ...tier, units: readRates(tier.units) })) } : {}),
  };
}

function readRates(written: PriceSnapshot["units"]): Rates {
  const units: Rates = {};
  for (const each of USAGE_UNITS) {
    const rate = written[each];
    if (rate !== undefined) units[each] = BigInt(rate);
  }
  return units;
}
