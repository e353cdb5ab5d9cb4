import { modelType } from "@/lib/contracts/model-type";
import { Prisma } from "@/server/db/generated/client";
import { TENANT_PRICE_SOURCE } from "@/server/gateway";
import { writeAudit } from "@/server/services/audit/write-audit";
import { loadCatalog } from "@/server/services/models/load-catalog";
import { priceOf } from "@/server/services/models/plan-model-sync";
import { requireProvider } from "@/server/services/providers/require-provider";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { loadPriceBook } from "./effective-prices";
import { modelNotFound } from "./model-not-found";
import { endOverrides } from "./set-price-override";

/** Ends the tenant's own price of a model: from now on the rest of the price book is asked. */
export async function removePriceOverrides(
  context: ServiceContext,
  { modelRowId }: { modelRowId: string },
): Promise<{ removed: number }> {
  const { actor, database, now } = context;
  return database.inTenant(actor.tenantId, async (tx) => {
    const model = await tx.tenantModel.findUnique({ where: { id: modelRowId } });
    if (!model) throw modelNotFound();
    const at = now();
    const before = (await loadPriceBook(tx, at.getTime())).of(model, at.getTime());
    const removed = await endOverrides(tx, model, at);
    // Versions before this one kept the override where the sync writes: what stood there must be asked of the catalog again.
    if (model.priceSource === TENANT_PRICE_SOURCE) {
      const facts = (await loadCatalog(tx))(model.provider, model.modelId);
      const next = priceOf(requireProvider(model.provider), undefined, modelType.parse(model.type), facts);
      await tx.tenantModel.update({
        where: { id: model.id },
        data: {
          pricesPerMillion: next.pricesPerMillion ?? Prisma.DbNull,
          priceSource: next.priceSource,
          priceDetails: next.priceDetails ?? Prisma.DbNull,
        },
      });
    }
    if (removed > 0)
      await writeAudit(tx, actor, {
        action: "model.remove_price",
        targetId: model.id,
        targetName: model.modelId,
        changes: { pricesPerMillion: { before: before.pricesPerMillion } },
      });
    await tryRouteTests(tx, actor.tenantId);
    return { removed };
  });
}
