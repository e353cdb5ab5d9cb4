import type { BudgetList } from "@/lib/contracts/budget";
import type { ServiceContext } from "@/server/services/service-context";
import { nameScopes } from "./name-scopes";
import { toBudgetView } from "./to-budget-view";

/** The organization's own first, then by what they are put on and by name. */
export async function listBudgets({
  database,
  actor,
  now,
}: Pick<ServiceContext, "database" | "actor" | "now">): Promise<BudgetList> {
  const asOf = now();
  return database.inTenant(actor.tenantId, async (tx) => {
    const { timeZone } = await tx.tenant.findUniqueOrThrow({
      where: { id: actor.tenantId },
      select: { timeZone: true },
    });
    const rows = await tx.budget.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] });
    const names = await nameScopes(tx, rows);
    const budgets = [];
    for (const row of rows) budgets.push(await toBudgetView(tx, row, { timeZone, names, now: asOf }));
    return { budgets, timeZone, asOf };
  });
}
