import type { UnpricedPolicy } from "@/lib/contracts/price";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";

/** What becomes of calls to models without a price from now on. */
export async function setUnpricedPolicy(
  { actor, database }: ServiceContext,
  { policy }: { policy: UnpricedPolicy },
): Promise<{ policy: UnpricedPolicy }> {
  await database.inTenant(actor.tenantId, async (tx) => {
    const before = await tx.tenant.findUniqueOrThrow({ where: { id: actor.tenantId } });
    await tx.tenant.update({ where: { id: actor.tenantId }, data: { unpricedPolicy: policy } });
    await writeAudit(tx, actor, {
      action: "prices.set_policy",
      targetId: actor.tenantId,
      targetName: before.name,
      changes: { unpricedPolicy: { before: before.unpricedPolicy, after: policy } },
    });
  });
  return { policy };
}
