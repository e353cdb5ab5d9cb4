import type { Prisma, PrismaClient } from "@/server/db/generated/client";
import { writeAudit } from "@/server/services/audit/write-audit";

export interface Repair {
  startsAt: Date;
  wasNanoUsd: bigint;
  isNanoUsd: bigint;
}

/** Windows older than this have no say any more, and their attempts may have been thinned out. */
const LOOK_BACK_DAYS = 62;
const TIMEOUT_MS = 120_000;

interface WindowRow {
  starts_at: Date;
  was: bigint;
  owed: bigint;
}

/**
 * Counts a budget's windows anew from the attempts themselves, and puts right what differs, with an entry in the audit log. Settlements wait
 * meanwhile, so that none is counted twice or left out.
 */
export async function reconcileBudget(system: PrismaClient, budgetId: string): Promise<Repair[]> {
  return system.$transaction(
    async (tx) => {
      const budget = await tx.budget.findUnique({ where: { id: budgetId } });
      if (!budget) return [];
      await tx.$queryRaw`SELECT 1 FROM budget_windows WHERE budget_id = ${budgetId}::uuid ORDER BY starts_at FOR UPDATE`;
      // A statement of its own: it sees every settlement that had the locks before.
      const rows = await tx.$queryRaw<WindowRow[]>`
        SELECT starts_at, spent_nano_usd AS was, sluice_budget_spent(budget_id, starts_at, ends_at) AS owed
        FROM budget_windows WHERE budget_id = ${budgetId}::uuid AND ends_at > now() - ${LOOK_BACK_DAYS} * interval '1 day'`;
      const repairs: Repair[] = [];
      for (const { starts_at: startsAt, was, owed } of rows) {
        if (was === owed) continue;
        await tx.budgetWindow.update({
          where: { budgetId_startsAt: { budgetId, startsAt } },
          data: { spentNanoUsd: owed },
        });
        repairs.push({ startsAt, wasNanoUsd: was, isNanoUsd: owed });
      }
      await tx.budget.update({ where: { id: budgetId }, data: { reconciledAt: new Date() } });
      if (repairs.length > 0) await noteRepairs(tx, budget, repairs);
      return repairs;
    },
    { timeout: TIMEOUT_MS },
  );
}

function noteRepairs(
  tx: Prisma.TransactionClient,
  { id, name, tenantId }: { id: string; name: string; tenantId: string },
  repairs: readonly Repair[],
): Promise<void> {
  return writeAudit(
    tx,
    { kind: "system", id: null, name: "Sluice", tenantId },
    {
      action: "budget.reconcile",
      targetId: id,
      targetName: name,
      changes: {
        repaired: repairs.map(({ startsAt, wasNanoUsd, isNanoUsd }) => ({
          window: startsAt.toISOString(),
          was: wasNanoUsd.toString(),
          is: isNanoUsd.toString(),
        })),
      },
    },
  );
}
