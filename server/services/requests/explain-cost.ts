import { z } from "zod";
import type { AttemptView } from "@/lib/contracts/request";
import { formatPricePerMillion, priceUsage } from "@/server/gateway";
import type { Price } from "@/server/gateway/spec/price";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";

/** The price as an attempt's row keeps it: pico-USD per unit as decimal strings. */
const priceSnapshot = z.object({
  units: z.partialRecord(z.enum(USAGE_UNITS), z.string().transform(BigInt)),
  source: z.string(),
});

/** The receipt of an attempt from its own price snapshot: each line is count × price in pico-USD, and the lines add up to the charge before it is rounded up. */
export function explainCost(
  usage: Record<string, number>,
  price: unknown,
): Pick<AttemptView, "priceSource" | "costLines"> {
  const snapshot: Price | null = priceSnapshot.nullable().parse(price);
  const { lines } = priceUsage(usage, snapshot);
  return {
    priceSource: snapshot?.source ?? null,
    costLines: lines.map((line) => ({
      unit: line.unit,
      count: line.count,
      pricePerMillion: formatPricePerMillion(line.picoUsdPerUnit),
      amountPicoUsd: line.picoUsd.toString(),
    })),
  };
}
