import { z } from "zod";
import type { BudgetStore } from "@/server/gateway/budgets/budget-store";
import type { Database } from "./client";
import { retryConflicts } from "./retry-conflicts";

/** A replica spends nothing of a lease that it could not renew for so long. */
export const LEASE_MS = 120_000;

/**
 * So long after that, what a silent replica still holds is given up for lost. Its calls have ended by then, and its journal has been read by
 * whoever came after it, unless the disk is gone.
 */
const SILENT_MS = 15 * 60_000;

const carved = z.object({
  granted: z.coerce.bigint().nullable(),
  spent: z.coerce.bigint(),
  reserved: z.coerce.bigint(),
  limit_nano_usd: z.coerce.bigint(),
  oldest_spent: z.date().nullable(),
  now_ms: z.number(),
});

/** Budgets in Postgres, on the ledger's own connections: one statement for each thing asked, so that no lock outlives a round trip. */
export function createBudgetStore({ ledgerPool }: Pick<Database, "ledgerPool">, replicaId: string): BudgetStore {
  const query = (text: string, values: readonly unknown[]) =>
    retryConflicts(() => ledgerPool.query<Record<string, unknown>>(text, [...values]));

  return {
    async carve({ budgetId, leaseId, window, least, wanted, spare, unit }) {
      const { rows } = await query(CARVE, [
        budgetId,
        leaseId,
        replicaId,
        new Date(window.startMs),
        new Date(window.endMs),
        new Date(window.fromMs),
        least.toString(),
        wanted.toString(),
        spare.toString(),
        unit.toString(),
        LEASE_MS,
      ]);
      if (rows.length === 0) return null;
      const reply = carved.parse(rows[0]);
      return {
        granted: reply.granted,
        spent: reply.spent,
        reserved: reply.reserved,
        limit: reply.limit_nano_usd,
        oldestSpentMs: reply.oldest_spent?.getTime() ?? null,
        nowMs: reply.now_ms,
      };
    },

    async giveBack(returns) {
      if (returns.length === 0) return;
      const rows = returns.map(({ leaseId, returned, isClosed }) => ({
        id: leaseId,
        returned: returned.toString(),
        closed: isClosed,
      }));
      await query(GIVE_BACK, [JSON.stringify(rows)]);
    },

    async sweep() {
      const { rowCount } = await query(SWEEP, [SILENT_MS]);
      await query(FORGET_LEASES, []);
      await query(FORGET_WINDOWS, []);
      return rowCount ?? 0;
    },
  };
}

const CARVE = "SELECT * FROM sluice_carve_budget($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

// Rows are locked in the order of their ids everywhere, so that two who change several never wait for each other.
const GIVE_BACK = `
  WITH told AS (SELECT * FROM json_to_recordset($1::json) AS told(id uuid, returned bigint, closed boolean)),
    locked AS (SELECT lease.id FROM budget_leases lease JOIN told USING (id) ORDER BY lease.id FOR UPDATE OF lease)
  UPDATE budget_leases lease
  SET returned_nano_usd = greatest(lease.returned_nano_usd, told.returned),
    closed_at = CASE WHEN told.closed THEN coalesce(lease.closed_at, now()) ELSE lease.closed_at END
  FROM told, locked WHERE lease.id = told.id AND locked.id = lease.id`;

const SWEEP = `
  WITH silent AS (
    SELECT id FROM budget_leases
    WHERE granted_nano_usd > settled_nano_usd + returned_nano_usd AND expires_at < now() - $1 * interval '1 millisecond'
    ORDER BY id FOR UPDATE SKIP LOCKED
  )
  UPDATE budget_leases lease SET returned_nano_usd = granted_nano_usd - settled_nano_usd, closed_at = coalesce(closed_at, now())
  FROM silent WHERE lease.id = silent.id`;

const FORGET_LEASES = `
  DELETE FROM budget_leases
  WHERE granted_nano_usd <= settled_nano_usd + returned_nano_usd AND expires_at < now() - interval '14 days'`;

const FORGET_WINDOWS = "DELETE FROM budget_windows WHERE ends_at < now() - interval '800 days'";
