import { z } from "zod";
import { budgetPeriod } from "@/lib/contracts/budget-kinds";
import type { Database } from "@/server/db/client";
import { type BudgetWindow, windowAt } from "@/server/gateway";
import { raiseAlert, resolveAlert } from "@/server/services/alerts/raise-alert";
import { describeStage, mayRefuse, type StagedBudget, stagesAt } from "./budget-stages";
import { sumSpent } from "./sum-spent";

/** Refusals of the last look and of the one before, should it have been late. */
const REFUSED_WITHIN_MS = 2 * 60_000;
const PREFIX = "budget-stage:";

const refusedRows = z.array(z.object({ id: z.string() }));

interface Watched extends StagedBudget {
  id: string;
  tenantId: string;
  period: string;
  window: BudgetWindow;
}

interface Parts {
  database: Database;
  now: () => Date;
}

/**
 * Opens an alert for each stage that a budget has come to in its running window, and resolves those whose window is over or that spending has fallen
 * well below. An open alert is not raised again, so that any number of replicas may look. Returns how many were opened or resolved.
 */
export async function tellBudgetStages({ database, now }: Parts): Promise<number> {
  const at = now();
  const budgets = await readBudgets(database, at);
  const spent = await sumSpent(database.asSystem, budgets);
  const percentOf = ({ id, limitNanoUsd }: Watched) =>
    limitNanoUsd === 0n ? 100 : Number(((spent.get(id) ?? 0n) * 100n) / limitNanoUsd);
  const refused = await readRefused(
    database,
    budgets.filter((each) => mayRefuse(each, percentOf(each))),
    at,
  );
  const alerts = await database.asSystem.alert.findMany({
    where: { openKey: { startsWith: PREFIX } },
    select: { tenantId: true, openKey: true },
  });
  const open = new Map(alerts.map(({ openKey, tenantId }) => [openKey ?? "", tenantId]));
  const kept = new Set<string>();
  let count = 0;
  for (const budget of budgets) {
    const percent = percentOf(budget);
    const stages = stagesAt(budget, percent, refused.has(budget.id));
    const keyOf = (stage: string) => `${PREFIX}${budget.id}:${stage}:${windowOf(budget)}`;
    for (const stage of stages.kept) kept.add(keyOf(stage));
    for (const stage of stages.begun) {
      const key = keyOf(stage);
      kept.add(key);
      if (open.has(key)) continue;
      const { tenantId } = budget;
      const told = describeStage(stage, budget, spent.get(budget.id) ?? 0n, percent);
      const id = await database.inTenant(tenantId, (tx) => raiseAlert(tx, { tenantId, key, ...told, at }));
      if (id !== null) count += 1;
    }
  }
  for (const [key, tenantId] of open) {
    if (kept.has(key)) continue;
    if (await database.inTenant(tenantId, (tx) => resolveAlert(tx, { tenantId, key, at }))) count += 1;
  }
  return count;
}

/** Tells the windows of a calendar budget apart; a rolling one has no beginning. */
function windowOf({ period, window }: Watched): string {
  return period === "rolling" ? period : String(window.startMs);
}

async function readBudgets({ asSystem }: Database, at: Date): Promise<Watched[]> {
  const rows = await asSystem.budget.findMany({
    where: {
      isEnabled: true,
      OR: [{ warnAtPercent: { not: null } }, { degradeAtPercent: { not: null } }, { blocksAtLimit: true }],
    },
    include: { tenant: { select: { timeZone: true } } },
  });
  return rows.map((row) => {
    const kind = { period: budgetPeriod.parse(row.period), rollingHours: row.rollingHours };
    return { ...row, window: windowAt(kind, row.tenant.timeZone, at.getTime()) };
  });
}

/** Which of them refused a call lately, by what its client was told. */
async function readRefused(
  { asSystem }: Database,
  budgets: readonly Watched[],
  at: Date,
): Promise<ReadonlySet<string>> {
  if (budgets.length === 0) return new Set();
  const since = new Date(at.getTime() - REFUSED_WITHIN_MS);
  const rows = await asSystem.$queryRaw`
    SELECT asked.id::text AS id
    FROM unnest(${budgets.map(({ id }) => id)}::uuid[], ${budgets.map(({ tenantId }) => tenantId)}::uuid[],
      ${budgets.map(({ name }) => `The budget "${name}" has too little left`)}::text[]) AS asked(id, tenant_id, says)
    WHERE EXISTS (
      SELECT 1 FROM llm_requests r WHERE r.tenant_id = asked.tenant_id AND r.requested_at > ${since}
        AND r.error_code = 'budget_exceeded' AND starts_with(r.error_message, asked.says)
    )`;
  return new Set(refusedRows.parse(rows).map(({ id }) => id));
}
