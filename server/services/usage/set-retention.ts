import type { z } from "zod";
import type { retentionInput, retentionView } from "@/lib/contracts/usage";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";

/** What is too old goes within the hour. Nothing that is gone comes back when the span is made longer. */
export async function setRetention(
  { actor, database }: ServiceContext,
  { days }: z.output<typeof retentionInput>,
): Promise<z.infer<typeof retentionView>> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const where = { id: actor.tenantId };
    const before = await tx.tenant.findUniqueOrThrow({ where });
    const after = await tx.tenant.update({ where, data: { requestRetentionDays: days } });
    await writeAudit(tx, actor, {
      action: "tenant.set_retention",
      targetId: after.id,
      targetName: after.name,
      changes: { requestRetentionDays: { before: before.requestRetentionDays, after: days } },
    });
    return { days: after.requestRetentionDays, purgedBefore: after.requestsPurgedBefore };
  });
}
