import type { BurnDown } from "@/lib/contracts/budget";
import type { ServiceContext } from "@/server/services/service-context";
import { nameScopes } from "./name-scopes";
import { projectBurnDown } from "./project-burn-down";
import { requireBudget } from "./require-budget";
import { toBudgetView } from "./to-budget-view";

const STEPS = 30;

/** How the spending of the running window grew, and the band it is heading into. Throws `not_found`. */
export async function getBurnDown(
  { database, actor, now }: Pick<ServiceContext, "database" | "actor" | "now">,
  { id }: { id: string },
): Promise<BurnDown> {
  const asOf = now();
  return database.inTenant(actor.tenantId, async (tx) => {
    const row = await requireBudget(tx, id);
    const { timeZone } = await tx.tenant.findUniqueOrThrow({
      where: { id: actor.tenantId },
      select: { timeZone: true },
    });
    const budget = await toBudgetView(tx, row, { timeZone, names: await nameScopes(tx, [row]), now: asOf });
    const startMs = budget.startsAt.getTime();
    const endMs = budget.period === "rolling" ? asOf.getTime() : budget.resetsAt.getTime();
    const stepMs = Math.max(1, (endMs - startMs) / STEPS);
    const steps = await tx.$queryRaw<{ step: number; spent: bigint }[]>`
      SELECT floor(extract(epoch FROM (started_at - ${budget.startsAt})) * 1000 / ${stepMs}::double precision)::int AS step,
        sum(cost_nano_usd)::bigint AS spent
      FROM llm_attempts
      WHERE tenant_id = ${actor.tenantId}::uuid AND started_at >= ${budget.startsAt} AND started_at < ${asOf}
        AND CASE ${row.scope}
          WHEN 'tenant' THEN true
          WHEN 'api_key' THEN api_key_id::text = ${row.scopeId}
          WHEN 'processor' THEN processor_id::text = ${row.scopeId}
          WHEN 'user' THEN user_id::text = ${row.scopeId}
          ELSE model = ${row.scopeId}
        END
      GROUP BY 1 ORDER BY 1`;
    const points = projectBurnDown(new Map(steps.map(({ step, spent }) => [step, spent])), {
      startMs,
      stepMs,
      steps: STEPS,
      nowMs: asOf.getTime(),
    });
    return { budget, timeZone, asOf, points };
  });
}
