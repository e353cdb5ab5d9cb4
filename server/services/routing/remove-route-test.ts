import { AppError } from "@/lib/contracts/errors";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";

export async function removeRouteTest({ actor, database }: ServiceContext, { id }: { id: string }): Promise<void> {
  await database.inTenant(actor.tenantId, async (tx) => {
    const row = await tx.routeTest.findUnique({ where: { id } });
    if (!row) throw new AppError("not_found", "There is no such route test in this organization.");
    await tx.routeTest.delete({ where: { id } });
    await writeAudit(tx, actor, { action: "route_test.remove", targetId: id, targetName: row.name, changes: {} });
  });
}
