import type { PriceDocument, ServiceTier } from "@/lib/contracts/price";

const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;
const WHOLE = /^\d{1,9}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export interface TierTexts {
  key: string;
  serviceTier: ServiceTier;
  inputTokensAbove: string;
  prices: Record<string, string>;
}

/** What a person has typed, so that nothing of it is lost while it is wrong. */
export interface OverrideTexts {
  currency: string;
  prices: Record<string, string>;
  tiers: TierTexts[];
  /** Days, ISO; blank is now and until further notice. */
  from: string;
  to: string;
  note: string;
}

export interface ReadOverride {
  document: PriceDocument;
  effectiveFrom?: Date;
  effectiveTo?: Date;
  note: string;
}

/** The form as an override, or the ids of the fields that can't be read. Days begin at midnight UTC. */
export function readOverride(texts: OverrideTexts): ReadOverride | { faults: string[] } {
  const faults: string[] = [];
  const base = readPrices(texts.prices, "base", faults);
  if (Object.keys(base).length === 0 && faults.length === 0) faults.push("base");
  const tiers = texts.tiers.map((tier) => {
    const above = tier.inputTokensAbove.trim() || "0";
    if (!WHOLE.test(above)) faults.push(`${tier.key}-above`);
    return {
      serviceTier: tier.serviceTier,
      inputTokensAbove: Number(above),
      unitsPerMillion: readPrices(tier.prices, tier.key, faults),
    };
  });
  for (const field of ["from", "to"] as const) if (texts[field] !== "" && !DAY.test(texts[field])) faults.push(field);
  if (texts.to !== "" && texts.to <= texts.from) faults.push("to");
  if (faults.length > 0) return { faults };
  return {
    document: { currency: texts.currency, unitsPerMillion: base, tiers, minimumUnits: {} },
    ...(texts.from ? { effectiveFrom: new Date(`${texts.from}T00:00:00Z`) } : {}),
    ...(texts.to ? { effectiveTo: new Date(`${texts.to}T00:00:00Z`) } : {}),
    note: texts.note.trim(),
  };
}

/** Blank units are left out: they have no price of their own, which is not the same as free. */
function readPrices(texts: Record<string, string>, place: string, faults: string[]): Record<string, string> {
  const prices: Record<string, string> = {};
  for (const [unit, text] of Object.entries(texts)) {
    const decimal = text.trim();
    if (decimal === "") continue;
    if (!DECIMAL.test(decimal)) faults.push(`${place}-${unit}`);
    else prices[unit] = decimal;
  }
  return prices;
}
