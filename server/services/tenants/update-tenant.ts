import type { TenantView, UpdateTenantInput } from "@/lib/contracts/tenant";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { toTenantView } from "./tenant-view";

/** Its slug stays: it stands in addresses that people have kept. */
export async function updateTenant(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { name, timeZone }: UpdateTenantInput,
): Promise<TenantView> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const before = await tx.tenant.findUniqueOrThrow({ where: { id: actor.tenantId } });
    const after = await tx.tenant.update({ where: { id: actor.tenantId }, data: { name, timeZone } });
    await writeAudit(tx, actor, {
      action: "tenant.update",
      targetId: after.id,
      targetName: after.name,
      changes: {
        ...(before.name !== name && { name: { before: before.name, after: name } }),
        ...(before.timeZone !== timeZone && { timeZone: { before: before.timeZone, after: timeZone } }),
      },
    });
    return toTenantView(after);
  });
}
