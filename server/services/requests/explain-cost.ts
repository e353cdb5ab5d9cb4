import { serviceTier } from "@/lib/contracts/price";
import type { AttemptView } from "@/lib/contracts/request";
import { formatPricePerMillion, priceSnapshot, priceUsage, readPrice } from "@/server/gateway";

/** The receipt of an attempt from its own price snapshot: each line is count × price in pico-USD, and the lines add up to the charge before it is rounded up. */
export function explainCost(
  usage: Record<string, number>,
  stored: unknown,
  storedTier: string | null,
): Pick<AttemptView, "priceSource" | "costLines" | "pricing"> {
  const snapshot = priceSnapshot.nullable().parse(stored);
  const price = readPrice(snapshot);
  const served = serviceTier.safeParse(storedTier).data;
  const { lines, tier } = priceUsage(usage, price, served);
  const place = tier === null ? -1 : (price?.tiers?.indexOf(tier) ?? -1);
  const original = price?.original;
  const originals = place < 0 ? original?.perMillion : original?.tiersPerMillion?.[place];
  return {
    priceSource: snapshot?.source ?? null,
    costLines: lines.map((line) => ({
      unit: line.unit,
      count: line.count,
      usedCount: line.usedCount ?? null,
      pricePerMillion: formatPricePerMillion(line.picoUsdPerUnit),
      originalPerMillion: originals?.[line.unit] ?? original?.perMillion[line.unit] ?? null,
      amountPicoUsd: line.picoUsd.toString(),
    })),
    pricing: {
      serviceTier: served ?? "standard",
      tier: tier && { serviceTier: tier.serviceTier, inputTokensAbove: tier.inputTokensAbove },
      original: original ? { currency: original.currency, usdPerUnit: original.usdPerUnit, asOf: original.asOf } : null,
      isEstimate: price?.isEstimate ?? false,
    },
  };
}
