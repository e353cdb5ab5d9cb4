import { modelType } from "@/lib/contracts/model-type";
import { type PriceDocument, priceDocument, refusedPrice, unpricedPolicy } from "@/lib/contracts/price";
import type { UnpricedModel, UnpricedQueue } from "@/lib/contracts/price-book";
import type { TenantTransaction } from "@/server/db/client";
import type { TenantModel } from "@/server/db/generated/client";
import { loadCatalog } from "@/server/services/models/load-catalog";
import type { ServiceContext } from "@/server/services/service-context";
import { type EffectivePrice, loadPriceBook, type PriceBook } from "./effective-prices";

const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Models whose calls are counted without a price, those in use first, each with what would mend it. */
export async function listUnpriced({ actor, database, now }: ServiceContext): Promise<UnpricedQueue> {
  const at = now();
  return database.inTenant(actor.tenantId, async (tx) => {
    const tenant = await tx.tenant.findUniqueOrThrow({
      where: { id: actor.tenantId },
      select: { unpricedPolicy: true },
    });
    const policy = unpricedPolicy.parse(tenant.unpricedPolicy);
    const book = await loadPriceBook(tx, at.getTime());
    const catalog = await loadCatalog(tx);
    const models = await tx.tenantModel.findMany({
      where: { goneSince: null },
      include: { providerConfig: { select: { name: true } } },
    });
    const uses = await countUnpricedUses(tx, new Date(at.getTime() - DAYS * DAY_MS));
    const queue = models.flatMap((model): UnpricedModel[] => {
      const effective = book.of(model, at.getTime());
      const use = uses.get(`${model.providerConfigId} ${model.modelId}`);
      const refused = refusedPrice.safeParse(model.refusedPrice).data ?? null;
      const missingUnits = (use?.units ?? []).filter((unit) => effective.pricesPerMillion?.[unit] === undefined);
      const reason =
        effective.price === null
          ? policy === "estimate"
            ? "estimated"
            : "no_price"
          : refused
            ? "refused"
            : use
              ? "partly"
              : undefined;
      if (reason === undefined) return [];
      return [
        {
          modelRowId: model.id,
          modelId: model.modelId,
          displayName: model.displayName,
          type: modelType.parse(model.type),
          providerConfigId: model.providerConfigId,
          providerConfigName: model.providerConfig.name,
          isEnabled: model.isEnabled,
          reason,
          unpricedAttempts: use?.attempts ?? 0,
          lastUsedAt: use?.lastUsedAt ?? null,
          missingUnits,
          refused,
          suggestions: effective.price === null ? suggest(model, models, book, at.getTime(), catalog) : [],
        },
      ];
    });
    return { policy, models: queue.sort(byUrgency) };
  });
}

function byUrgency(a: UnpricedModel, b: UnpricedModel): number {
  return (
    b.unpricedAttempts - a.unpricedAttempts ||
    Number(b.isEnabled) - Number(a.isEnabled) ||
    a.modelId.localeCompare(b.modelId)
  );
}

interface Uses {
  attempts: number;
  lastUsedAt: Date;
  units: string[];
}

async function countUnpricedUses(tx: TenantTransaction, since: Date): Promise<Map<string, Uses>> {
  const rows = await tx.$queryRaw<(Uses & { providerConfigId: string; model: string })[]>`
    SELECT provider_config_id AS "providerConfigId", model, count(DISTINCT id)::int AS attempts, max(started_at) AS "lastUsedAt",
      coalesce(array_agg(DISTINCT used.unit) FILTER (WHERE used.unit IS NOT NULL), '{}') AS units
    FROM llm_attempts
    LEFT JOIN LATERAL (SELECT key AS unit FROM jsonb_each_text(usage) WHERE value <> '0') AS used ON true
    WHERE NOT is_priced AND started_at >= ${since}
    GROUP BY provider_config_id, model`;
  return new Map(rows.map((row) => [`${row.providerConfigId} ${row.model}`, row]));
}

/** The same model at another provider config of the tenant, and the catalog's, where either has a price. */
function suggest(
  model: TenantModel,
  models: readonly TenantModel[],
  book: PriceBook,
  atMs: number,
  catalog: Awaited<ReturnType<typeof loadCatalog>>,
): UnpricedModel["suggestions"] {
  const suggestions: UnpricedModel["suggestions"] = [];
  const facts = catalog(model.provider, model.modelId);
  const known = facts?.priceDetails?.document ?? (facts?.pricesPerMillion && toDocument(facts.pricesPerMillion));
  if (known && facts?.priceSource) suggestions.push({ source: facts.priceSource, document: known });
  for (const other of models) {
    if (other.id === model.id || other.modelId !== model.modelId || other.type !== model.type) continue;
    const document = documentOf(book.of(other, atMs));
    if (document) suggestions.push({ source: `${other.provider}: ${other.modelId}`, document });
  }
  return suggestions.slice(0, 3);
}

function documentOf({ pricesPerMillion }: EffectivePrice): PriceDocument | undefined {
  return pricesPerMillion ? toDocument(pricesPerMillion) : undefined;
}

function toDocument(unitsPerMillion: Record<string, string>): PriceDocument | undefined {
  return priceDocument.safeParse({ unitsPerMillion }).data;
}
