import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { modelType } from "@/lib/contracts/model-type";
import type { setModelPriceInput, TenantModelView } from "@/lib/contracts/tenant-model";
import { Prisma } from "@/server/db/generated/client";
import { parsePricePerMillion } from "@/server/gateway";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";
import { writeAudit } from "@/server/services/audit/write-audit";
import { requireProvider } from "@/server/services/providers/require-provider";
import type { ServiceContext } from "@/server/services/service-context";
import { listTenantModels } from "./list-tenant-models";
import { loadCatalog } from "./load-catalog";
import { priceOf } from "./plan-model-sync";
import { TENANT_PRICE_SOURCE } from "./tenant-price-source";

/** Sets the tenant's own price, which no sync replaces; `null` returns to the catalog's. What was charged before stays as it was. */
export async function setModelPrice(
  context: ServiceContext,
  { id, pricesPerMillion }: z.infer<typeof setModelPriceInput>,
): Promise<TenantModelView> {
  const unknown = Object.keys(pricesPerMillion ?? {}).find((unit) => !USAGE_UNITS.some((known) => known === unit));
  if (unknown !== undefined) {
    throw new AppError(
      "invalid_request",
      `"${unknown}" is not a unit of usage. Price one of: ${USAGE_UNITS.join(", ")}.`,
      { param: "pricesPerMillion" },
    );
  }
  if (pricesPerMillion && Object.keys(pricesPerMillion).length === 0) {
    throw new AppError(
      "invalid_request",
      "Give a price for at least one unit, or null to return to the catalog's price.",
      { param: "pricesPerMillion" },
    );
  }
  for (const decimal of Object.values(pricesPerMillion ?? {})) parsePricePerMillion(decimal);
  await context.database.inTenant(context.actor.tenantId, async (tx) => {
    const row = await tx.tenantModel.findUnique({ where: { id } });
    if (!row) throw modelNotFound();
    const definition = requireProvider(row.provider);
    const next = pricesPerMillion
      ? { pricesPerMillion, priceSource: TENANT_PRICE_SOURCE }
      : priceOf(
          definition,
          undefined,
          modelType.parse(row.type),
          (await loadCatalog(tx))(row.provider, row.modelId),
          undefined,
        );
    await tx.tenantModel.update({
      where: { id },
      data: { pricesPerMillion: next.pricesPerMillion ?? Prisma.DbNull, priceSource: next.priceSource },
    });
    await writeAudit(tx, context.actor, {
      action: "model.set_price",
      targetId: id,
      targetName: row.modelId,
      changes: {
        pricesPerMillion: { before: row.pricesPerMillion, after: next.pricesPerMillion },
        priceSource: next.priceSource,
      },
    });
  });
  const view = (await listTenantModels(context, {})).find((model) => model.id === id);
  if (!view) throw modelNotFound();
  return view;
}

function modelNotFound(): AppError {
  return new AppError("not_found", "There is no model of that id in this organization. Load the list again.");
}
