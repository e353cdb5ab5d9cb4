import { z } from "zod";
import type { Database } from "@/server/db/client";
import { lockUsage } from "./lock-usage";
import { type RollUpOptions, type RollUpTransaction, removeRollups, rollUpHours } from "./roll-up-hours";

/** Neighbouring hours are done together, so that years of them are no endless list of small transactions. */
const MOST_HOURS = 24;
const HOUR_MS = 3_600_000;
const TIMEOUT_MS = 600_000;

/** Rolls up every hour that is marked, oldest first, and returns how many hours that were. Several processes share the work. */
export async function rollUpStaleHours(database: Database, { signal }: { signal?: AbortSignal } = {}): Promise<number> {
  let done = 0;
  for (const tenantId of await staleTenants(database)) {
    for (;;) {
      if (signal?.aborted) return done;
      const hours = await rollUpNext(database, tenantId);
      if (hours === 0) break;
      done += hours;
    }
  }
  return done;
}

async function staleTenants(database: Database): Promise<string[]> {
  const rows = await database.asSystem.usageStaleHour.findMany({ distinct: ["tenantId"], select: { tenantId: true } });
  return rows.map((row) => row.tenantId);
}

/** The oldest marked hours of a tenant; 0 when there are none, or another process is at it. */
function rollUpNext(database: Database, tenantId: string): Promise<number> {
  return database.asSystem.$transaction(
    async (tx) => {
      if (!(await lockUsage(tx, tenantId))) return 0;
      const marked = z.array(z.object({ hours: z.array(z.date()) })).parse(
        await tx.$queryRaw`
        SELECT array_agg(hour ORDER BY hour) AS hours FROM (
          SELECT DISTINCT hour FROM usage_stale_hours WHERE tenant_id = ${tenantId}::uuid ORDER BY hour LIMIT ${MOST_HOURS}
        ) h HAVING count(*) > 0`,
      );
      const hours = marked[0]?.hours ?? [];
      if (hours.length === 0) return 0;
      // The marks go first: whoever marks an hour from here on commits rows that this may not have seen, and its mark stays.
      await tx.$executeRaw`DELETE FROM usage_stale_hours WHERE tenant_id = ${tenantId}::uuid AND hour = ANY(${hours})`;
      const tenant = await tx.tenant.findUnique({
        where: { id: tenantId },
        select: { timeZone: true, requestsPurgedBefore: true },
      });
      if (!tenant) return hours.length;
      const floor = tenant.requestsPurgedBefore?.getTime() ?? Number.NEGATIVE_INFINITY;
      for (const span of spansOf(hours, floor)) {
        const options = { tenantId, timeZone: tenant.timeZone, ...span };
        if (span.from.getTime() < floor) await addToFinal(tx, options);
        else {
          await removeRollups(tx, options);
          await rollUpHours(tx, options);
        }
      }
      return hours.length;
    },
    { timeout: TIMEOUT_MS, maxWait: 10_000 },
  );
}

/** What came after its hour's rows were purged is added to the final figures, and goes as they did. */
async function addToFinal(tx: RollUpTransaction, options: RollUpOptions): Promise<void> {
  const { tenantId, from, to } = options;
  // Nothing may slip in between the sums and the removal; late rows of purged hours are too rare for the wait to matter.
  await tx.$executeRaw`LOCK TABLE llm_requests, llm_attempts IN SHARE ROW EXCLUSIVE MODE`;
  await rollUpHours(tx, options);
  await tx.$executeRaw`DELETE FROM llm_requests WHERE tenant_id = ${tenantId}::uuid AND requested_at >= ${from} AND requested_at < ${to}`;
  await tx.$executeRaw`DELETE FROM llm_attempts WHERE tenant_id = ${tenantId}::uuid AND started_at >= ${from} AND started_at < ${to}`;
}

/** Hours that follow each other, as spans; none reaches over the floor below which rows are gone. */
function spansOf(hours: readonly Date[], floor: number): { from: Date; to: Date }[] {
  const spans: { from: Date; to: Date }[] = [];
  for (const hour of hours) {
    const last = spans.at(-1);
    const to = new Date(hour.getTime() + HOUR_MS);
    if (last?.to.getTime() === hour.getTime() && hour.getTime() !== floor) last.to = to;
    else spans.push({ from: hour, to });
  }
  return spans;
}
