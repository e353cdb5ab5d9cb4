import { AppError } from "@/lib/contracts/errors";
import type { PriceDocument } from "@/lib/contracts/price";
import type { TenantTransaction } from "@/server/db/client";
import type { TenantModel } from "@/server/db/generated/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { checkDocument } from "./check-document";
import { loadPriceBook } from "./effective-prices";
import { modelNotFound } from "./model-not-found";

export interface PriceOverrideEntry {
  modelRowId: string;
  document: PriceDocument;
  /** Now when left out. */
  effectiveFrom?: Date;
  /** Until another begins when left out. */
  effectiveTo?: Date;
  note?: string;
}

/**
 * Sets the tenant's own price of a model from an instant on, which goes before every other. What was charged before stays as it was until
 * somebody has it charged again. Throws `invalid_request` for a price that can't be, or a currency without a rate of exchange.
 */
export async function setPriceOverride(
  context: ServiceContext,
  { modelRowId, document, effectiveFrom, effectiveTo, note = "" }: PriceOverrideEntry,
): Promise<void> {
  checkDocument(document);
  const { actor, database, now } = context;
  const from = effectiveFrom ?? now();
  if (effectiveTo && effectiveTo <= from)
    throw new AppError("invalid_request", "The price ends before it begins.", { param: "effectiveTo" });
  await database.inTenant(actor.tenantId, async (tx) => {
    const model = await tx.tenantModel.findUnique({ where: { id: modelRowId } });
    if (!model) throw modelNotFound();
    const book = await loadPriceBook(tx, now().getTime());
    const known =
      document.currency === "USD" || book.operator.rates.some((rate) => rate.currency === document.currency);
    if (!known)
      throw new AppError(
        "invalid_request",
        `No rate of exchange is known for ${document.currency}. Give the price in USD, or have the operator enter a rate.`,
        { param: "document.currency" },
      );
    const before = book.of(model, from.getTime());
    const { providerConfigId, modelId } = model;
    const data = { document, effectiveTo: effectiveTo ?? null, note, createdById: actor.userId };
    await tx.priceOverride.upsert({
      where: { providerConfigId_modelId_effectiveFrom: { providerConfigId, modelId, effectiveFrom: from } },
      create: { tenantId: actor.tenantId, providerConfigId, modelId, effectiveFrom: from, ...data },
      update: data,
    });
    await writeAudit(tx, actor, {
      action: "model.set_price",
      targetId: model.id,
      targetName: modelId,
      changes: {
        pricesPerMillion: { before: before.pricesPerMillion, after: document.unitsPerMillion },
        document,
        effectiveFrom: from.toISOString(),
        effectiveTo: effectiveTo?.toISOString() ?? null,
      },
    });
    await tryRouteTests(tx, actor.tenantId);
  });
}

/** Ends whatever override of the model holds now and takes away those to come; those that have ended are history. */
export async function endOverrides(tx: TenantTransaction, model: TenantModel, at: Date): Promise<number> {
  const of = { providerConfigId: model.providerConfigId, modelId: model.modelId };
  const planned = await tx.priceOverride.deleteMany({ where: { ...of, effectiveFrom: { gt: at } } });
  const ended = await tx.priceOverride.updateMany({
    where: { ...of, effectiveFrom: { lte: at }, OR: [{ effectiveTo: null }, { effectiveTo: { gt: at } }] },
    data: { effectiveTo: at },
  });
  return planned.count + ended.count;
}
