import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { setModelsEnabledInput } from "@/lib/contracts/tenant-model";
import { writeAudit } from "@/server/services/audit/write-audit";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";

/** Enables or disables models, all of them or none. Throws `not_found` when one is not the tenant's. Returns how many changed. */
export async function setModelsEnabled(
  context: ServiceContext,
  { ids, isEnabled }: z.infer<typeof setModelsEnabledInput>,
): Promise<{ changed: number }> {
  const wanted = [...new Set(ids)];
  return context.database.inTenant(context.actor.tenantId, async (tx) => {
    const rows = await tx.tenantModel.findMany({
      where: { id: { in: wanted } },
      select: { id: true, modelId: true, isEnabled: true },
    });
    if (rows.length < wanted.length)
      throw new AppError(
        "not_found",
        "One of these models is not in this organization (any more). Load the list again.",
      );
    const changing = rows.filter((row) => row.isEnabled !== isEnabled);
    if (changing.length === 0) return { changed: 0 };
    await tx.tenantModel.updateMany({ where: { id: { in: changing.map((row) => row.id) } }, data: { isEnabled } });
    await writeAudit(tx, context.actor, {
      action: isEnabled ? "model.enable" : "model.disable",
      targetId: changing.length === 1 ? (changing[0]?.id ?? null) : null,
      targetName: changing.length === 1 ? (changing[0]?.modelId ?? null) : `${changing.length} models`,
      changes: { isEnabled, models: changing.map((row) => row.modelId) },
    });
    await tryRouteTests(tx, context.actor.tenantId);
    return { changed: changing.length };
  });
}
