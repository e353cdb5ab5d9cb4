import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";

export const BUDGET_RECONCILIATION = "budget_reconciliation";

/** Starts counting the organization's budgets anew in the background; returns the job that already does when there is one. */
export async function startReconciliation({
  database,
  actor,
  jobs,
}: Pick<ServiceContext, "database" | "actor" | "jobs">): Promise<{ jobId: string }> {
  const name = await database.inTenant(actor.tenantId, async (tx) => {
    const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: actor.tenantId }, select: { name: true } });
    await writeAudit(tx, actor, { action: "budget.start_reconciliation", targetId: null, targetName: tenant.name });
    return tenant.name;
  });
  const jobId = await jobs.start({
    tenantId: actor.tenantId,
    kind: BUDGET_RECONCILIATION,
    target: { id: actor.tenantId, name },
    createdById: actor.kind === "user" ? actor.id : null,
  });
  return { jobId };
}
