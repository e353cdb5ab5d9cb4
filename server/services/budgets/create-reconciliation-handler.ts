import type { Database } from "@/server/db/client";
import type { JobHandler } from "@/server/jobs/job-handler";
import { reconcileBudget } from "./reconcile-budget";

/** The job behind the button: every budget of one organization. The result tells how many windows were put right. */
export function createReconciliationHandler({ database }: { database: Database }): JobHandler {
  return async ({ tenantId, signal, report }) => {
    const budgets = await database.asSystem.budget.findMany({
      where: { tenantId },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    });
    let repaired = 0;
    for (const [done, { id, name }] of budgets.entries()) {
      signal.throwIfAborted();
      report({ done, total: budgets.length, item: name });
      repaired += (await reconcileBudget(database.asSystem, id)).length;
    }
    report({ done: budgets.length, total: budgets.length, item: null });
    return { budgets: budgets.length, repaired };
  };
}
