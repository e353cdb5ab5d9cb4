import type { VerificationReport } from "@/lib/contracts/verification";
import type { Database } from "@/server/db/client";
import type { ConfigReport, Health } from "@/server/gateway";
import { writeAudit } from "@/server/services/audit/write-audit";
import { addHealthSample, pruneHealthSamples } from "./keep-health-samples";

/** Failures in a row from which a config counts as unhealthy, not only degraded. */
const UNHEALTHY_FROM = 3;
const WRITE_EVERY_MS = 5_000;
const PRUNE_EVERY_MS = 3_600_000;

export interface HealthKeeper {
  /** Resolves once what calls have told so far is in the database. */
  flush(): Promise<void>;
  /** Writes what is left, and stops. */
  close(): Promise<void>;
}

export interface HealthKeeperOptions {
  database: Pick<Database, "asSystem">;
  health: Pick<Health, "drain">;
  now(): Date;
  log(message: string, error: unknown): void;
}

/** Writes behind what calls tell about provider configs: health, failures in a row, samples for the last days, and that a provider refuses the stored key. */
export function keepHealth({ database, health, now, log }: HealthKeeperOptions): HealthKeeper {
  let writing: Promise<void> = Promise.resolve();
  let prunedAtMs = 0;

  async function writeAll(): Promise<void> {
    for (const report of health.drain()) {
      try {
        await write(database, report, now());
      } catch (error) {
        // The next calls tell the same again.
        log("The health of a provider config could not be written.", error);
      }
    }
    await prune(now());
  }

  async function prune(at: Date): Promise<void> {
    if (at.getTime() - prunedAtMs < PRUNE_EVERY_MS) return;
    prunedAtMs = at.getTime();
    await pruneHealthSamples(database, at).catch((error: unknown) =>
      log("Old samples of health are kept for now.", error),
    );
  }

  function flush(): Promise<void> {
    writing = writing.then(writeAll);
    return writing;
  }

  const timer = setInterval(() => void flush(), WRITE_EVERY_MS);
  timer.unref();
  return {
    flush,
    close() {
      clearInterval(timer);
      return flush();
    },
  };
}

function write({ asSystem }: Pick<Database, "asSystem">, report: ConfigReport, at: Date): Promise<void> {
  return asSystem.$transaction(async (tx) => {
    await addHealthSample(tx, report, at);
    // Bound to the credentials it is about: whoever saved others meanwhile is not concerned.
    const where = { id: report.configId, tenantId: report.tenantId, encryptedConfig: report.encryptedConfig };
    const { count } = await tx.providerConfig.updateMany({
      where,
      data: {
        healthStatus: statusOf(report),
        consecutiveFailures: report.failuresInARow,
        lastHealthCheckAt: at,
      },
    });
    if (count === 0 || !report.isKeyRefused || report.lastFailure === null) return;
    const invalidated = await tx.providerConfig.updateMany({
      where: { ...where, isValid: true },
      data: { isValid: false, lastVerification: refusal(report.lastFailure, at) },
    });
    if (invalidated.count === 0) return;
    const row = await tx.providerConfig.findFirst({ where, select: { name: true } });
    await writeAudit(
      tx,
      { kind: "system", id: null, name: "Sluice", tenantId: report.tenantId },
      {
        action: "provider_config.invalidate",
        targetId: report.configId,
        targetName: row?.name ?? null,
        changes: { isValid: { before: true, after: false }, reason: report.lastFailure.message },
      },
    );
  });
}

function statusOf({ isKeyRefused, failuresInARow, failed, answered }: ConfigReport) {
  if (isKeyRefused || failuresInARow >= UNHEALTHY_FROM) return "unhealthy" as const;
  return failuresInARow > 0 || failed * 5 >= answered + failed ? ("degraded" as const) : ("healthy" as const);
}

/** What a failed test would have left: the card then shows the same reason. */
function refusal({ code, message }: { code: string; message: string }, at: Date): VerificationReport {
  return {
    isValid: false,
    stages: [{ stage: "auth", outcome: "failed", latencyMs: 0, code, message }],
    modelCount: null,
    checkedAt: at.toISOString(),
  };
}
