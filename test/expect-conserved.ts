import type pg from "pg";
import { expect } from "vitest";

export interface BudgetMovement {
  /** Nano-USD. */
  settled: bigint;
  open: bigint;
  moved: bigint;
}

/**
 * The law of every scenario with budgets: what attempts settled plus what is still held is what moved in the budgets, to the nano-dollar;
 * each window's spending is the sum of its attempts; and where `isStrict`, no blocking budget holds or has spent more than its limit.
 * Of one tenant, or of all. Reads past row level security: the connection must be the system's or the owner's.
 */
export async function expectConserved(
  client: Pick<pg.Client, "query">,
  { isStrict = true, tenantId = null }: { isStrict?: boolean; tenantId?: string | null } = {},
): Promise<BudgetMovement> {
  const read = async (sql: string) => (await client.query<Record<string, string>>(sql, [tenantId])).rows;
  const drifted = await read(`
    SELECT budget_id, starts_at::text, spent_nano_usd::text AS spent, sluice_budget_spent(budget_id, starts_at, ends_at)::text AS owed
    FROM budget_windows WHERE coalesce(tenant_id = $1, true) AND spent_nano_usd <> sluice_budget_spent(budget_id, starts_at, ends_at)`);
  expect(drifted, "windows whose spending is not the sum of their attempts").toEqual([]);
  const [sums] = await read(`
    SELECT
      (SELECT coalesce(sum(CASE WHEN is_priced THEN cost_nano_usd ELSE (hold->>'amountNanoUsd')::bigint END), 0)
       FROM llm_attempts, jsonb_array_elements(holds) hold WHERE coalesce(tenant_id = $1, true)
         AND EXISTS (SELECT 1 FROM budget_leases l WHERE l.id::text = hold->>'leaseId'))::text AS attempts,
      coalesce(sum(settled_nano_usd), 0)::text AS settled,
      coalesce(sum(greatest(0, granted_nano_usd - settled_nano_usd - returned_nano_usd)), 0)::text AS open,
      coalesce(sum(granted_nano_usd - returned_nano_usd), 0)::text AS moved,
      coalesce(sum(greatest(0, settled_nano_usd + returned_nano_usd - granted_nano_usd)), 0)::text AS over
    FROM budget_leases WHERE coalesce(tenant_id = $1, true)`);
  const sum = (name: string) => BigInt(sums?.[name] ?? 0);
  expect(sum("settled"), "Σ settled by leases is Σ charged to attempts").toBe(sum("attempts"));
  expect(sum("settled") + sum("open"), "Σ settled + Σ open holds is Σ movement").toBe(sum("moved") + sum("over"));
  if (isStrict) {
    expect(sum("over"), "no call cost more than was held for it").toBe(0n);
    const overdrawn = await read(`
      SELECT b.name, w.spent_nano_usd::text AS spent, b.limit_nano_usd::text AS "limit" FROM budget_windows w JOIN budgets b ON b.id = w.budget_id
      WHERE b.blocks_at_limit AND coalesce(w.tenant_id = $1, true) AND w.spent_nano_usd + (SELECT coalesce(sum(greatest(0, granted_nano_usd - settled_nano_usd - returned_nano_usd)), 0)
        FROM budget_leases l WHERE l.budget_id = w.budget_id AND l.window_starts_at = w.starts_at) > b.limit_nano_usd`);
    expect(overdrawn, "windows beyond their limit").toEqual([]);
  }
  return { settled: sum("settled"), open: sum("open"), moved: sum("moved") };
}
