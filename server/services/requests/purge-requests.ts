import { z } from "zod";
import type { Database } from "@/server/db/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import { lockUsage } from "@/server/services/usage/lock-usage";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TIMEOUT_MS = 600_000;

/** Removes requests that their tenant no longer keeps, hour by hour so that no statement holds up traffic. Their figures stay. Returns how many went. */
export async function purgeRequests(
  database: Database,
  now: Date,
  { signal }: { signal?: AbortSignal } = {},
): Promise<number> {
  const tenants = await database.asSystem.tenant.findMany({
    where: { requestRetentionDays: { not: null } },
    select: { id: true, requestRetentionDays: true },
  });
  let removed = 0;
  for (const { id, requestRetentionDays: days } of tenants) {
    if (days !== null) removed += await purgeTenant(database, { tenantId: id, days, now, signal });
  }
  return removed;
}

interface TenantPurge {
  tenantId: string;
  days: number;
  now: Date;
  signal?: AbortSignal | undefined;
}

async function purgeTenant(database: Database, { tenantId, days, now, signal }: TenantPurge): Promise<number> {
  const before = new Date(Math.floor((now.getTime() - days * DAY_MS) / HOUR_MS) * HOUR_MS);
  let removed = 0;
  while (!signal?.aborted) {
    const step = await purgeHour(database, tenantId, before);
    if (step === null) break;
    removed += step;
  }
  if (removed > 0) {
    const actor = { kind: "system", id: null, name: "Sluice", tenantId } as const;
    await database.asSystem.$transaction((tx) =>
      writeAudit(tx, actor, {
        action: "request.purge",
        targetId: null,
        targetName: null,
        changes: { before: before.toISOString(), requests: removed, retentionDays: days },
      }),
    );
  }
  return removed;
}

/** The oldest hour that is too old; null when there is none left, or it has to wait for its rollup. */
async function purgeHour(database: Database, tenantId: string, before: Date): Promise<number | null> {
  try {
    return await database.asSystem.$transaction(
      async (tx) => {
        if (!(await lockUsage(tx, tenantId))) return null;
        const { closedTo } = await tx.usageWatermark.findUniqueOrThrow({ where: { id: 1 } });
        const { requestsPurgedBefore } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
        const cutoff = before < closedTo ? before : closedTo;
        const since = requestsPurgedBefore ?? new Date(0);
        if (since >= cutoff) return null;
        const rows = await tx.$queryRaw`
          SELECT date_trunc('hour', least(
            (SELECT requested_at FROM llm_requests WHERE tenant_id = ${tenantId}::uuid AND requested_at >= ${since} AND requested_at < ${cutoff}
             ORDER BY requested_at LIMIT 1),
            (SELECT started_at FROM llm_attempts WHERE tenant_id = ${tenantId}::uuid AND started_at >= ${since} AND started_at < ${cutoff}
             ORDER BY started_at LIMIT 1)), 'UTC') AS hour`;
        const [{ hour }] = z.tuple([z.object({ hour: z.date().nullable() })]).parse(rows);
        const end = hour ? new Date(hour.getTime() + HOUR_MS) : cutoff;
        await tx.$executeRaw`UPDATE tenants SET requests_purged_before = ${end} WHERE id = ${tenantId}::uuid`;
        if (!hour) return null;
        const removed = await tx.$executeRaw`
          DELETE FROM llm_requests WHERE tenant_id = ${tenantId}::uuid AND requested_at >= ${hour} AND requested_at < ${end}`;
        await tx.$executeRaw`
          DELETE FROM llm_attempts WHERE tenant_id = ${tenantId}::uuid AND started_at >= ${hour} AND started_at < ${end}`;
        // Asked last: a row that came in between was marked in its own transaction, and this one must not take it along uncounted.
        const marked = await tx.usageStaleHour.findFirst({ where: { tenantId, hour: { lt: end } } });
        if (marked) throw new NotRolledUpError();
        return removed;
      },
      { timeout: TIMEOUT_MS },
    );
  } catch (error) {
    if (error instanceof NotRolledUpError) return null;
    throw error;
  }
}

/** Undoes a purge of rows that are in no rollup yet. */
class NotRolledUpError extends Error {
  override readonly name = "NotRolledUpError";
}
