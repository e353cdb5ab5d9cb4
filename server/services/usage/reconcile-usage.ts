import { z } from "zod";
import type { Database } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import { lockUsage } from "./lock-usage";
import { removeRollups, rollUpHours } from "./roll-up-hours";

const HOUR_MS = 3_600_000;
const CHUNK_MS = 24 * HOUR_MS;
const TIMEOUT_MS = 600_000;

export interface Reconciliation {
  /** Spans that were looked at, and those among them that were wrong and are mended. */
  checked: number;
  repaired: number;
}

/**
 * Makes every rollup anew from the requests and attempts that are there, day by day, and keeps the new one where it differs, with an audit
 * entry that names both sums. Final figures, whose rows are gone, can't be checked.
 */
export async function reconcileUsage(
  database: Database,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Reconciliation> {
  const { closedTo } = await database.asSystem.usageWatermark.findUniqueOrThrow({ where: { id: 1 } });
  const done: Reconciliation = { checked: 0, repaired: 0 };
  const tenants = await database.asSystem.tenant.findMany({
    select: { id: true, timeZone: true, requestsPurgedBefore: true },
  });
  for (const { id: tenantId, timeZone, requestsPurgedBefore } of tenants) {
    const first = await firstHour(database, tenantId, requestsPurgedBefore ?? new Date(0));
    if (!first) continue;
    for (let from = first; from < closedTo && !signal?.aborted; from = new Date(from.getTime() + CHUNK_MS)) {
      const to = new Date(Math.min(from.getTime() + CHUNK_MS, closedTo.getTime()));
      done.checked += 1;
      if (await reconcileSpan(database, { tenantId, timeZone, from, to })) done.repaired += 1;
    }
  }
  return done;
}

/** The first hour with a row or a rollup. */
async function firstHour(database: Database, tenantId: string, since: Date): Promise<Date | null> {
  const rows = await database.asSystem.$queryRaw`
    SELECT date_trunc('hour', least(
      (SELECT requested_at FROM llm_requests WHERE tenant_id = ${tenantId}::uuid AND requested_at >= ${since} ORDER BY requested_at LIMIT 1),
      (SELECT started_at FROM llm_attempts WHERE tenant_id = ${tenantId}::uuid AND started_at >= ${since} ORDER BY started_at LIMIT 1),
      (SELECT slot FROM usage_group_rollups WHERE tenant_id = ${tenantId}::uuid AND dimension = 'all' AND slot >= ${since} ORDER BY slot LIMIT 1)
    ), 'UTC') AS hour`;
  const [{ hour }] = z.tuple([z.object({ hour: z.date().nullable() })]).parse(rows);
  return hour;
}

type Span = Parameters<typeof rollUpHours>[1];

async function reconcileSpan(database: Database, span: Span): Promise<boolean> {
  const { tenantId, from, to } = span;
  try {
    await database.asSystem.$transaction(
      async (tx) => {
        if (!(await lockUsage(tx, tenantId))) throw new UnchangedError();
        const before = await digest(tx, span);
        await removeRollups(tx, span);
        await rollUpHours(tx, span);
        const after = await digest(tx, span);
        if (before.digest === after.digest) throw new UnchangedError();
        // Hours that are marked differ rightly, and are about to be rolled up anyway.
        if (await tx.usageStaleHour.findFirst({ where: { tenantId, hour: { gte: from, lt: to } } }))
          throw new UnchangedError();
        const actor = { kind: "system", id: null, name: "Sluice", tenantId } as const;
        await writeAudit(tx, actor, {
          action: "usage.reconcile",
          targetId: null,
          targetName: null,
          changes: {
            from: from.toISOString(),
            to: to.toISOString(),
            requests: { before: before.requests, after: after.requests },
            costNanoUsd: { before: before.cost, after: after.cost },
          },
        });
      },
      { timeout: TIMEOUT_MS },
    );
    return true;
  } catch (error) {
    if (error instanceof UnchangedError) return false;
    throw error;
  }
}

/** Undoes a rollup that came out as it was: nothing is written for what is right. */
class UnchangedError extends Error {
  override readonly name = "UnchangedError";
}

const digested = z.object({ digest: z.string().nullable(), requests: z.string(), cost: z.string() });

/** All figures of a span as one value, and two of them to show. */
async function digest(tx: Pick<Prisma.TransactionClient, "$queryRaw">, { tenantId, from, to }: Span) {
  const rows = await tx.$queryRaw`
    SELECT md5(string_agg(line, '' ORDER BY line)) AS digest,
      coalesce(sum(requests), 0)::text AS requests, coalesce(sum(cost), 0)::text AS cost
    FROM (
      SELECT md5((to_jsonb(g) - 'id')::text) AS line, CASE WHEN dimension = 'all' THEN request_count END AS requests,
        CASE WHEN dimension = 'all' THEN cost_nano_usd END AS cost
      FROM usage_group_rollups g WHERE tenant_id = ${tenantId}::uuid AND slot >= ${from} AND slot < ${to}
      UNION ALL
      SELECT md5((to_jsonb(u) - 'id')::text), NULL, NULL
      FROM usage_rollups u WHERE tenant_id = ${tenantId}::uuid AND slot >= ${from} AND slot < ${to}
    ) lines`;
  const [found] = z.tuple([digested]).parse(rows);
  return found;
}
