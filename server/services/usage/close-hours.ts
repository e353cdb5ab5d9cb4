import { z } from "zod";
import type { Database } from "@/server/db/client";

const HOUR_MS = 3_600_000;
/** Time for the last requests of an hour to be written before it is closed; those that come later still count, they cost another rollup. */
const GRACE_MS = 2 * 60_000;
/** No statement waits longer behind the lock than this, and a long one, such as a copy of old rows, puts the closing off. */
const LOCK_TIMEOUT_MS = 1_000;

/**
 * Closes the hours that have ended: from now on whoever writes into them marks them, and those that hold something are marked. Returns
 * the end of the last closed hour. Safe to call from several processes at once.
 */
export async function closeHours(database: Database, now: Date): Promise<Date> {
  const to = new Date(Math.floor((now.getTime() - GRACE_MS) / HOUR_MS) * HOUR_MS);
  const before = await readWatermark(database);
  if (before.closedTo >= to) return before.closedTo;
  if (before.lateBefore < to) {
    await database.asSystem.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('lock_timeout', ${String(LOCK_TIMEOUT_MS)}, true)`;
      // Statements that write hold this lock shared: once it is ours, each has either committed or will see the new mark.
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(727073702)::text`;
      await tx.$executeRaw`UPDATE usage_watermarks SET late_before = ${to} WHERE late_before < ${to}`;
    });
  }
  await database.asSystem.$transaction(
    async (tx) => {
      const rows =
        await tx.$queryRaw`SELECT late_before AS "lateBefore", closed_to AS "closedTo" FROM usage_watermarks FOR UPDATE`;
      const [{ lateBefore, closedTo }] = z.tuple([watermark]).parse(rows);
      if (closedTo >= lateBefore) return;
      await tx.$executeRaw`
        INSERT INTO usage_stale_hours (tenant_id, hour)
        SELECT t.id, h.hour FROM tenants t, LATERAL (
          SELECT date_trunc('hour', r.requested_at, 'UTC') AS hour FROM llm_requests r
          WHERE r.tenant_id = t.id AND r.requested_at >= ${closedTo} AND r.requested_at < ${lateBefore}
          UNION
          SELECT date_trunc('hour', a.started_at, 'UTC') FROM llm_attempts a
          WHERE a.tenant_id = t.id AND a.started_at >= ${closedTo} AND a.started_at < ${lateBefore}
        ) h`;
      await tx.$executeRaw`UPDATE usage_watermarks SET closed_to = ${lateBefore}`;
    },
    { timeout: 600_000 },
  );
  return to;
}

const watermark = z.object({ lateBefore: z.date(), closedTo: z.date() });

async function readWatermark(database: Database): Promise<z.infer<typeof watermark>> {
  return watermark.parse(await database.asSystem.usageWatermark.findUniqueOrThrow({ where: { id: 1 } }));
}
