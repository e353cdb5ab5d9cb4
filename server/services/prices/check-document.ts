import { AppError } from "@/lib/contracts/errors";
import type { PriceDocument } from "@/lib/contracts/price";
import { parsePricePerMillion } from "@/server/gateway";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";

/** Throws `invalid_request` for a price that names an unknown unit, none at all, or two tiers for the same calls. */
export function checkDocument(document: PriceDocument, param = "document"): void {
  const rates = [document.unitsPerMillion, ...document.tiers.map((tier) => tier.unitsPerMillion)];
  for (const unit of [...rates.flatMap(Object.keys), ...Object.keys(document.minimumUnits)]) {
    if (USAGE_UNITS.some((known) => known === unit)) continue;
    throw new AppError(
      "invalid_request",
      `"${unit}" is not a unit of usage. Price one of: ${USAGE_UNITS.join(", ")}.`,
      { param },
    );
  }
  if (Object.keys(document.unitsPerMillion).length === 0)
    throw new AppError("invalid_request", "Give a price for at least one unit, or remove the override.", { param });
  for (const units of rates) for (const decimal of Object.values(units)) parsePricePerMillion(decimal);
  const places = document.tiers.map((tier) => `${tier.serviceTier} ${tier.inputTokensAbove}`);
  if (places.includes("standard 0"))
    throw new AppError("invalid_request", "A tier needs a tier of service or a number of input tokens.", { param });
  if (new Set(places).size < places.length)
    throw new AppError("invalid_request", "Two tiers are for the same calls. Keep one of them.", { param });
}
