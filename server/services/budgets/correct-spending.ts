import type { TenantTransaction } from "@/server/db/client";
import type { CostCorrection } from "@/server/services/prices/cost-corrections";

/**
 * Moves the spending of every window that corrected attempts were charged to, by what each costs more or less now. One whose cost was not known had
 * been charged all that it held. The windows are those of `sluice_budget_spent`, which counts them anew.
 */
export async function correctSpending(tx: TenantTransaction, corrections: readonly CostCorrection[]): Promise<void> {
  const rows = corrections.map(({ attemptId, wasPriced, beforeNanoUsd, afterNanoUsd }) => ({
    id: attemptId,
    was_priced: wasPriced,
    cost_before: beforeNanoUsd.toString(),
    cost_after: afterNanoUsd.toString(),
  }));
  // Whoever opens a window holds the budget's row: so the next statement sees every window there is, and a later one counts the new costs.
  const budgets = await tx.$queryRaw<unknown[]>`SELECT id FROM budgets ORDER BY id FOR NO KEY UPDATE`;
  if (budgets.length === 0) return;
  await tx.$executeRaw`
    WITH corrected AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS corrected(id uuid, was_priced boolean, cost_before bigint, cost_after bigint)
    ), moved AS (
      SELECT w.budget_id, w.starts_at, sum(c.cost_after
        - CASE WHEN c.was_priced OR own.hold IS NULL THEN c.cost_before ELSE (own.hold->>'amountNanoUsd')::bigint END)::bigint AS amount
      FROM corrected c
      JOIN llm_attempts a ON a.id = c.id
      JOIN budgets b ON b.tenant_id = a.tenant_id
      LEFT JOIN LATERAL (
        SELECT hold, to_timestamp((hold->>'windowStartMs')::bigint / 1000.0) AS starts, to_timestamp((hold->>'windowEndMs')::bigint / 1000.0) AS ends
        FROM jsonb_array_elements(a.holds) AS hold WHERE hold->>'budgetId' = b.id::text LIMIT 1
      ) own ON true
      JOIN budget_windows w ON w.budget_id = b.id
        AND a.started_at >= w.starts_at - interval '1 day' AND a.started_at < w.ends_at + interval '1 day'
      WHERE CASE
        WHEN own.hold IS NOT NULL AND (own.starts = w.starts_at OR own.starts >= w.ends_at OR own.ends <= w.starts_at) THEN own.starts = w.starts_at
        ELSE a.started_at >= w.starts_at AND a.started_at < w.ends_at AND CASE b.scope
          WHEN 'tenant' THEN true
          WHEN 'api_key' THEN a.api_key_id::text = b.scope_id
          WHEN 'processor' THEN a.processor_id::text = b.scope_id
          WHEN 'user' THEN a.user_id::text = b.scope_id
          ELSE a.model = b.scope_id
        END
      END
      GROUP BY 1, 2
    ), locked AS (
      SELECT budget_id, starts_at FROM budget_windows JOIN moved USING (budget_id, starts_at)
      ORDER BY budget_id, starts_at FOR UPDATE OF budget_windows
    )
    UPDATE budget_windows w SET spent_nano_usd = greatest(0, w.spent_nano_usd + moved.amount)
    FROM moved JOIN locked USING (budget_id, starts_at)
    WHERE w.budget_id = moved.budget_id AND w.starts_at = moved.starts_at`;
}
