import { z } from "zod";
import type { Database } from "@/server/db/client";
import { findProvider, type Health } from "@/server/gateway";
import { writeAudit } from "@/server/services/audit/write-audit";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { runVerification } from "./run-verification";
import { openValues } from "./stored-values";

const ROUND_EVERY_MS = 60_000;
/** Of rounds and of what is due, so that replicas and configs don't go in step. */
const JITTER = 0.3;
/** As long as calls tell something themselves, nothing is asked. */
const SILENT_FOR_MS = 10 * 60_000;
const MOST_IN_A_ROUND = 32;
const AT_ONCE = 4;
const LONGEST_MS = 15_000;

/** What an answer to a list of models proves wrong: that nobody is there, and that the key is refused. A limit holds as long as the provider said. */
const DISPROVED = ["upstream", "auth"] as const;

export interface HealthProbes {
  /** Asks whoever is due, and says how many that were. */
  run(): Promise<number>;
  /** Resolves once nothing of it runs any more. */
  close(): Promise<void>;
}

export interface HealthProbesOptions extends Pick<ServiceContext, "egress" | "vault" | "now"> {
  database: Pick<Database, "asSystem" | "inTenant">;
  health: Pick<Health, "closeCircuits">;
  /** In [0, 1). */
  random?: () => number;
  log(message: string, error: unknown): void;
}

const claimed = z.object({
  id: z.string(),
  tenantId: z.string(),
  provider: z.string(),
  name: z.string(),
  encryptedConfig: z.string(),
});
type Claimed = z.infer<typeof claimed>;

/**
 * Asks provider configs that do badly, and that no call has told of for ten minutes, for their list of models: it is free of charge, and an
 * answer gives them back their health and validity. Whoever is saved untested or disabled is left alone.
 */
export function probeHealth(options: HealthProbesOptions): HealthProbes {
  const { database, now, random = Math.random, log } = options;
  const closing = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  async function run(): Promise<number> {
    const due = await claimDue(database, now(), SILENT_FOR_MS * (1 + JITTER * random()));
    const waiting = [...due];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let row = waiting.pop(); row !== undefined && !closing.signal.aborted; row = waiting.pop())
          await probe(options, row, closing.signal).catch((error: unknown) => {
            if (!closing.signal.aborted) log("A provider config could not be probed; it is tried again.", error);
          });
      }),
    );
    return due.length;
  }

  let timer = schedule();
  function schedule(): NodeJS.Timeout {
    const next = setTimeout(
      () => {
        running = run()
          .catch((error: unknown) => log("Provider configs could not be probed; they are tried again.", error))
          .finally(() => {
            if (!closing.signal.aborted) timer = schedule();
          });
      },
      ROUND_EVERY_MS * (1 + JITTER * random()),
    );
    next.unref();
    return next;
  }

  return {
    run,
    async close() {
      closing.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** The claim is the instant of the last check, so that of several replicas one asks. One that dies meanwhile has only put it off. */
async function claimDue({ asSystem }: Pick<Database, "asSystem">, at: Date, silentForMs: number): Promise<Claimed[]> {
  const before = new Date(at.getTime() - silentForMs);
  const rows = await asSystem.$queryRaw`
    UPDATE provider_configs SET last_health_check_at = ${at}::timestamptz WHERE id IN (
      SELECT id FROM provider_configs
      WHERE is_enabled AND last_validated_at IS NOT NULL
        AND (NOT is_valid OR health_status IN ('degraded', 'unhealthy'))
        AND (last_health_check_at IS NULL OR last_health_check_at < ${before}::timestamptz)
      ORDER BY last_health_check_at NULLS FIRST LIMIT ${MOST_IN_A_ROUND}::int FOR UPDATE SKIP LOCKED)
    RETURNING id::text, tenant_id::text AS "tenantId", provider, name, encrypted_config AS "encryptedConfig"`;
  return z.array(claimed).parse(rows);
}

async function probe(options: HealthProbesOptions, row: Claimed, closing: AbortSignal): Promise<void> {
  const definition = findProvider(row.provider);
  const { tenantId } = row;
  const values = await openValues({ actor: { tenantId }, vault: options.vault }, row);
  if (definition === undefined || values === undefined) return;
  const signal = AbortSignal.any([closing, AbortSignal.timeout(LONGEST_MS)]);
  const report = await runVerification(options, definition, values, signal);
  // A key that is known, and yet gets no list, may be out of credit: that is no recovery.
  if (!report.isValid || report.modelCount === null) return;
  const at = options.now();
  const isRecovered = await options.database.inTenant(tenantId, async (tx) => {
    // Bound to what was asked: whoever saved others meanwhile is not concerned.
    const where = { id: row.id, encryptedConfig: row.encryptedConfig, isEnabled: true };
    const before = await tx.providerConfig.findFirst({ where, select: { isValid: true, healthStatus: true } });
    if (before === null) return false;
    await tx.providerConfig.updateMany({
      where,
      data: {
        isValid: true,
        healthStatus: "healthy",
        consecutiveFailures: 0,
        lastHealthCheckAt: at,
        lastValidatedAt: at,
        lastVerification: report,
      },
    });
    await writeAudit(
      tx,
      { kind: "system", id: null, name: "Sluice", tenantId },
      {
        action: "provider_config.recover",
        targetId: row.id,
        targetName: row.name,
        changes: {
          isValid: { before: before.isValid, after: true },
          healthStatus: { before: before.healthStatus, after: "healthy" },
        },
      },
    );
    if (!before.isValid) await tryRouteTests(tx, tenantId);
    return true;
  });
  if (isRecovered) options.health.closeCircuits(tenantId, row.id, DISPROVED);
}
