import type { LimitReport, SaveQueueTimeInput } from "@/lib/contracts/rate-limit";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { listLimits } from "./list-limits";

/** Sets how long the organization's calls wait for a place among the parallel ones; 0 refuses them at once. */
export async function saveQueueTime(context: ServiceContext, { queueMs }: SaveQueueTimeInput): Promise<LimitReport> {
  const { database, actor } = context;
  const { tenantId } = actor;
  const where = { tenantId_scopeKind_scopeId: { tenantId, scopeKind: "tenant" as const, scopeId: tenantId } };
  await database.inTenant(tenantId, async (tx) => {
    const before = await tx.rateLimit.findUnique({ where });
    await tx.rateLimit.upsert({
      where,
      create: { tenantId, scopeKind: "tenant", scopeId: tenantId, queueMs },
      update: { queueMs },
    });
    await writeAudit(tx, actor, {
      action: "rate_limit.save",
      targetId: tenantId,
      targetName: null,
      changes: { kind: "tenant", queueMs: { before: before?.queueMs ?? null, after: queueMs } },
    });
  });
  return { ...(await listLimits(context)), queueMs };
}
