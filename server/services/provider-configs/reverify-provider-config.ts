import type { SaveProviderConfigResult } from "@/lib/contracts/provider-config";
import type { VerificationReport } from "@/lib/contracts/verification";
import type { ProviderConfig } from "@/server/db/generated/client";
import { writeAudit } from "@/server/services/audit/write-audit";
import { startModelSync } from "@/server/services/models/start-model-sync";
import { requireProvider } from "@/server/services/providers/require-provider";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { getProviderConfig } from "./get-provider-config";
import { requireProviderConfig } from "./require-provider-config";
import { runVerification } from "./run-verification";
import { requireValues } from "./stored-values";

/** Failures in a row from which a config counts as unhealthy, not only degraded. */
const UNHEALTHY_FROM = 3;

/** Refusals that say the stored values themselves are wrong. Anything else may be a passing outage and leaves `isValid` alone. */
const FAULT_OF_THE_VALUES: ReadonlySet<string> = new Set(["provider_auth_failed", "egress_blocked", "invalid_request"]);

/** Tests a stored config and keeps the outcome: report, validity, health. One that becomes valid without ever having been synced starts a sync. */
export async function reverifyProviderConfig(
  context: ServiceContext,
  { id }: { id: string },
): Promise<SaveProviderConfigResult> {
  const row = await requireProviderConfig(context, id);
  const definition = requireProvider(row.provider);
  const verification = await runVerification(context, definition, await requireValues(context, row));
  const health = healthAfter(row, verification);
  const at = context.now();
  await context.database.inTenant(context.actor.tenantId, async (tx) => {
    // Bound to what was tested: a save in the meantime has its own outcome.
    const { count } = await tx.providerConfig.updateMany({
      where: { id, encryptedConfig: row.encryptedConfig },
      data: {
        ...health,
        lastVerification: verification,
        lastHealthCheckAt: at,
        ...(verification.isValid ? { lastValidatedAt: at } : {}),
      },
    });
    if (count === 0 || health.isValid === row.isValid) return;
    await writeAudit(tx, context.actor, {
      action: "provider_config.verify",
      targetId: id,
      targetName: row.name,
      changes: { isValid: { before: row.isValid, after: health.isValid } },
    });
    await tryRouteTests(tx, context.actor.tenantId);
  });
  // Somebody has just seen it work: what calls held against it no longer counts.
  if (verification.isValid) context.gateway.health.closeCircuits(context.actor.tenantId, id);
  const needsSync = verification.isValid && row.lastSyncedAt === null;
  const jobId = needsSync ? (await startModelSync(context, { providerConfigId: id })).jobId : null;
  return { saved: true, config: await getProviderConfig(context, { id }), verification, jobId };
}

function healthAfter(row: ProviderConfig, report: VerificationReport) {
  if (report.isValid) return { isValid: true, healthStatus: "healthy", consecutiveFailures: 0 } as const;
  const failures = row.consecutiveFailures + 1;
  const isFaultOfTheValues = report.stages.some(
    (stage) => stage.outcome === "failed" && FAULT_OF_THE_VALUES.has(stage.code ?? ""),
  );
  return {
    isValid: row.isValid && !isFaultOfTheValues,
    healthStatus: isFaultOfTheValues || failures >= UNHEALTHY_FROM ? "unhealthy" : "degraded",
    consecutiveFailures: failures,
  } as const;
}
