import type { BudgetView } from "@/lib/contracts/budget";
import { budgetPeriod } from "@/lib/contracts/budget-kinds";
import type { TenantTransaction } from "@/server/db/client";
import { windowAt } from "@/server/gateway";
import { nameScopes } from "./name-scopes";
import { sumSpent } from "./sum-spent";
import { toBudgetView } from "./to-budget-view";

/** Shares are compared to a millionth. */
const WHOLE = 1_000_000n;

/** Of the budgets in force the one of whose limit the largest share is spent; the first by name where several are alike. Null where there is none. */
export async function findTightestBudget(
  tx: TenantTransaction,
  timeZone: string,
  now: Date,
): Promise<BudgetView | null> {
  const rows = await tx.budget.findMany({ where: { isEnabled: true }, orderBy: [{ name: "asc" }, { id: "asc" }] });
  const windows = rows.map((row) => {
    const kind = { period: budgetPeriod.parse(row.period), rollingHours: row.rollingHours };
    return { id: row.id, window: windowAt(kind, timeZone, now.getTime()) };
  });
  const spent = await sumSpent(tx, windows);
  const shares = rows.map(({ id, limitNanoUsd }) =>
    limitNanoUsd === 0n ? WHOLE : ((spent.get(id) ?? 0n) * WHOLE) / limitNanoUsd,
  );
  const highest = shares.reduce((most, share) => (share > most ? share : most), -1n);
  const tightest = rows[shares.indexOf(highest)];
  if (!tightest) return null;
  return toBudgetView(tx, tightest, { timeZone, names: await nameScopes(tx, [tightest]), now });
}
