import { type PriceDetails, priceDetails } from "@/lib/contracts/price";
import type { Prisma } from "@/server/db/generated/client";
import { checkPriceChange, type PriceRefusal } from "@/server/gateway";
import type { PriceColumns } from "./price-columns";

/** A price of a newer catalog that was not taken over. */
export type CatalogRefusal = PriceRefusal & { provider: string; model: string };

type PricedRow = PriceColumns & { providerId: string; modelId: string };
type KnownRow = Pick<
  Prisma.LlmModelGetPayload<object>,
  "modelId" | "costInputPerMillion" | "costOutputPerMillion" | "unitPricesPerMillion" | "priceDetails"
> & { provider: { name: string } };

/** The rows of a newer catalog with the known price put back wherever the new one can't be right. Without a known one such a model is unpriced. */
export function keepKnownPrices<R extends PricedRow>(
  rows: readonly R[],
  known: readonly KnownRow[],
): { rows: R[]; refused: CatalogRefusal[] } {
  const byKey = new Map(known.map((row) => [`${row.provider.name} ${row.modelId}`, row]));
  const refused: CatalogRefusal[] = [];
  const kept = rows.map((row) => {
    const before = byKey.get(`${row.providerId} ${row.modelId}`);
    const columns = before ? toColumns(before) : undefined;
    const refusal = checkPriceChange(columns ? flatten(columns) : null, flatten(row)) ?? checkTiers(row.priceDetails);
    if (!refusal) return row;
    refused.push({ ...refusal, provider: row.providerId, model: row.modelId });
    return { ...row, ...(columns ?? { costInput: null, costOutput: null, unitPrices: {}, priceDetails: null }) };
  });
  return { rows: kept, refused };
}

/** A tier's decimals have no counterpart to compare with, but must be readable. */
function checkTiers(details: PriceDetails | null): PriceRefusal | undefined {
  for (const tier of details?.document?.tiers ?? []) {
    const refusal = checkPriceChange(null, tier.unitsPerMillion);
    if (refusal) return refusal;
  }
  return undefined;
}

function flatten({ costInput, costOutput, unitPrices }: PriceColumns): Record<string, string> {
  return {
    ...unitPrices,
    ...(costInput === null ? {} : { inputTokens: costInput }),
    ...(costOutput === null ? {} : { outputTokens: costOutput }),
  };
}

function toColumns(row: KnownRow): PriceColumns {
  const units = row.unitPricesPerMillion;
  const unitPrices: Record<string, string> = {};
  if (typeof units === "object" && units !== null && !Array.isArray(units))
    for (const [unit, decimal] of Object.entries(units)) if (typeof decimal === "string") unitPrices[unit] = decimal;
  return {
    costInput: row.costInputPerMillion?.toFixed() ?? null,
    costOutput: row.costOutputPerMillion?.toFixed() ?? null,
    unitPrices,
    priceDetails: priceDetails.safeParse(row.priceDetails).data ?? null,
  };
}
