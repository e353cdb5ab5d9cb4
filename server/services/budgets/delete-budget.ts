import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { requireBudget } from "./require-budget";

/** Ends a budget: calls are held to it no more. What was spent stays with the requests. Throws `not_found`. */
export async function deleteBudget(
  { database, actor }: Pick<ServiceContext, "database" | "actor">,
  { id }: { id: string },
): Promise<{ id: string }> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const { name, limitNanoUsd } = await requireBudget(tx, id);
    await tx.budget.delete({ where: { id } });
    await writeAudit(tx, actor, {
      action: "budget.delete",
      targetId: id,
      targetName: name,
      changes: { limitNanoUsd: limitNanoUsd.toString() },
    });
    return { id };
  });
}
