import { AppError } from "@/lib/contracts/errors";
import { refusedPrice } from "@/lib/contracts/price";
import { Prisma } from "@/server/db/generated/client";
import { parsePricePerMillion } from "@/server/gateway";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { modelNotFound } from "./model-not-found";

/** Takes over a price that a sync refused for being far from the known one: a person says that it is right. One that can't be read can't be taken. */
export async function acceptRefusedPrice(
  { actor, database }: ServiceContext,
  { modelRowId }: { modelRowId: string },
): Promise<{ modelRowId: string }> {
  await database.inTenant(actor.tenantId, async (tx) => {
    const model = await tx.tenantModel.findUnique({ where: { id: modelRowId } });
    if (!model) throw modelNotFound();
    const refused = refusedPrice.safeParse(model.refusedPrice).data;
    if (!refused)
      throw new AppError("conflict", "No price of this model waits for a decision (any more). Load the list again.");
    for (const decimal of Object.values(refused.pricesPerMillion)) parsePricePerMillion(decimal);
    await tx.tenantModel.update({
      where: { id: model.id },
      data: {
        pricesPerMillion: refused.pricesPerMillion,
        priceSource: refused.source,
        priceDetails: Prisma.DbNull,
        refusedPrice: Prisma.DbNull,
      },
    });
    await writeAudit(tx, actor, {
      action: "model.accept_price",
      targetId: model.id,
      targetName: model.modelId,
      changes: { pricesPerMillion: { before: model.pricesPerMillion, after: refused.pricesPerMillion } },
    });
  });
  return { modelRowId };
}
