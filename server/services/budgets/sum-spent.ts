import { z } from "zod";
import type { TenantTransaction } from "@/server/db/client";
import type { BudgetWindow } from "@/server/gateway";

const spentRows = z.array(z.object({ id: z.string(), spent: z.string() }));

/** What of each budget is spent in the windows that count, by id and of all by one statement; one of which nothing is spent may be missing. */
export async function sumSpent(
  client: Pick<TenantTransaction, "$queryRaw">,
  budgets: readonly { id: string; window: Pick<BudgetWindow, "fromMs" | "startMs"> }[],
): Promise<ReadonlyMap<string, bigint>> {
  if (budgets.length === 0) return new Map();
  const rows = await client.$queryRaw`
    SELECT asked.id::text AS id, sum(w.spent_nano_usd)::text AS spent
    FROM unnest(${budgets.map(({ id }) => id)}::uuid[], ${budgets.map(({ window }) => new Date(window.fromMs))}::timestamptz[],
      ${budgets.map(({ window }) => new Date(window.startMs))}::timestamptz[]) AS asked(id, from_at, starts_at)
    JOIN budget_windows w ON w.budget_id = asked.id AND w.starts_at >= asked.from_at AND w.starts_at <= asked.starts_at
    GROUP BY 1`;
  return new Map(spentRows.parse(rows).map(({ id, spent }) => [id, BigInt(spent)]));
}
