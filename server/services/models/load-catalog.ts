import { z } from "zod";
import { modelType } from "@/lib/contracts/model-type";
import { priceDetails } from "@/lib/contracts/price";
import type { TenantTransaction } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { matchCatalog } from "@/server/gateway";
import type { CatalogFacts } from "./plan-model-sync";

export type CatalogLookup = (provider: string, modelId: string, baseModelId?: string) => CatalogFacts | undefined;

const unitPrices = z.record(z.string(), z.string());

/**
 * The operator's catalog as the database holds it, so that the operator's edits count. A model is found by its id, else by the built-in
 * entry that it is another spelling of (dated snapshots, `models/…`, `openai/gpt-4o` of an aggregator). Where the listing names a base
 * model, that one is looked for: a deployment may be called anything, also like another model.
 */
export async function loadCatalog(tx: TenantTransaction): Promise<CatalogLookup> {
  const rows = await tx.llmModel.findMany({ include: { provider: { select: { name: true } } } });
  const byKey = new Map(rows.map((row) => [keyOf(row.provider.name, row.modelId), row]));
  return (provider, modelId, baseModelId = modelId) => {
    const row =
      byKey.get(keyOf(provider, modelId)) ??
      byKey.get(keyOf(provider, baseModelId)) ??
      findAlias(byKey, provider, baseModelId);
    return row && toFacts(row);
  };
}

function findAlias(rows: ReadonlyMap<string, CatalogRow>, provider: string, modelId: string): CatalogRow | undefined {
  const entry = matchCatalog(provider, modelId);
  return entry && rows.get(keyOf(entry.providerId, entry.modelId));
}

type CatalogRow = Prisma.LlmModelGetPayload<{ include: { provider: { select: { name: true } } } }>;

function toFacts(row: CatalogRow): CatalogFacts {
  return {
    displayName: row.displayName,
    type: modelType.parse(row.type),
    contextWindow: row.contextWindow,
    maxOutputTokens: row.maxOutputTokens,
    supportsStreaming: row.supportsStreaming,
    supportsReasoning: row.supportsReasoning,
    supportsFunctionCalling: row.supportsFunctionCalling,
    supportsVision: row.supportsVision,
    ...priceOfRow(row),
    bestFor: row.bestFor,
    isDeprecated: row.status === "DEPRECATED",
  };
}

/** The model's own rates; what the operator set for the whole provider is asked last, where prices are resolved. */
function priceOfRow(row: CatalogRow): Pick<CatalogFacts, "pricesPerMillion" | "priceSource" | "priceDetails"> {
  const prices: Record<string, string> = { ...unitPrices.parse(row.unitPricesPerMillion) };
  if (row.costInputPerMillion) prices.inputTokens = row.costInputPerMillion.toFixed();
  if (row.costOutputPerMillion) prices.outputTokens = row.costOutputPerMillion.toFixed();
  const details = priceDetails.safeParse(row.priceDetails).data ?? null;
  if (Object.keys(prices).length === 0 && !details?.document)
    return { pricesPerMillion: null, priceSource: null, priceDetails: null };
  return {
    pricesPerMillion: prices,
    priceSource: `catalog ${toDay(row.sourceDate ?? row.updatedAt)}`,
    priceDetails: details,
  };
}

function keyOf(provider: string, modelId: string): string {
  return `${provider}\n${modelId}`;
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
