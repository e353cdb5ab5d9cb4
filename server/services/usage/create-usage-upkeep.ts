import type { Database } from "@/server/db/client";
import { hasSqlState } from "@/server/db/sql-state";
import { removeExpiredExports } from "@/server/services/request-exports/remove-expired-exports";
import { purgeRequests } from "@/server/services/requests/purge-requests";
import { closeHours } from "./close-hours";
import { reconcileUsage } from "./reconcile-usage";
import { rollUpStaleHours } from "./roll-up-stale-hours";

const FIRST_MS = 1_000;
const PERIOD_MS = 10_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTHS_AHEAD = 3;
/** Postgres: lock not available within the time set for it. */
const LOCK_TIMEOUT = new Set(["55P03"]);

export interface UsageUpkeep {
  /** Resolves once nothing of it runs any more. */
  close(): Promise<void>;
}

export interface UpkeepOptions {
  database: Database;
  now: () => Date;
  log: (message: string, error?: unknown) => void;
}

/**
 * Keeps usage in order for as long as the process lives: hours are closed and rolled up every ten seconds, partitions made ahead and old
 * requests purged every hour, and all rollups checked against their rows once a day. Replicas share the work through locks in Postgres.
 */
export function createUsageUpkeep({ database, now, log }: UpkeepOptions): UsageUpkeep {
  const closing = new AbortController();
  const { signal } = closing;
  let hour = Number.NaN;
  let day = Math.floor(now().getTime() / DAY_MS);
  let running: Promise<void> = Promise.resolve();

  async function step(name: string, work: () => Promise<unknown>): Promise<void> {
    if (signal.aborted) return;
    try {
      await work();
    } catch (error) {
      if (hasSqlState(error, LOCK_TIMEOUT)) return;
      log(`Usage upkeep: ${name} failed; it is tried again.`, error);
    }
  }

  async function round(): Promise<void> {
    const at = now();
    await step("closing hours", () => closeHours(database, at));
    await step("rolling up", () => rollUpStaleHours(database, { signal }));
    if (Math.floor(at.getTime() / HOUR_MS) !== hour) {
      hour = Math.floor(at.getTime() / HOUR_MS);
      await step("partitions", () => keepPartitions(database, at));
      await step("the retention of requests", () => purgeRequests(database, at, { signal }));
      await step("expired exports", () => removeExpiredExports(database, at));
    }
    if (Math.floor(at.getTime() / DAY_MS) !== day) {
      day = Math.floor(at.getTime() / DAY_MS);
      await step("the check of rollups", () => reconcileUsage(database, { signal }));
    }
  }

  let timer = setTimeout(tick, FIRST_MS);
  timer.unref();
  function tick(): void {
    running = round().finally(() => {
      if (signal.aborted) return;
      timer = setTimeout(tick, PERIOD_MS);
      timer.unref();
    });
  }

  return {
    async close() {
      closing.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** Months to come have their partitions before the first row wants one; months that hold nothing any more lose theirs. */
export async function keepPartitions(database: Database, now: Date): Promise<void> {
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  await database.asSystem.$queryRaw`SELECT sluice_add_partitions(${next}::date, ${MONTHS_AHEAD}::int)`;
  await database.asSystem.$queryRaw`SELECT sluice_drop_empty_partitions(${now}::date)`;
}
