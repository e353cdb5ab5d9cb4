import { writeAudit } from "@/server/services/audit/write-audit";
import { providerConfigNotFound } from "@/server/services/provider-configs/get-provider-config";
import type { ServiceContext } from "@/server/services/service-context";

export const MODEL_SYNC = "model_sync";

/** Starts reading the provider's models in the background; returns the job that already does when there is one. */
export async function startModelSync(
  context: ServiceContext,
  { providerConfigId }: { providerConfigId: string },
): Promise<{ jobId: string }> {
  const { actor, database, jobs } = context;
  const name = await database.inTenant(actor.tenantId, async (tx) => {
    const row = await tx.providerConfig.findUnique({ where: { id: providerConfigId }, select: { name: true } });
    if (!row) throw providerConfigNotFound();
    await writeAudit(tx, actor, {
      action: "provider_config.sync_models",
      targetId: providerConfigId,
      targetName: row.name,
      changes: {},
    });
    return row.name;
  });
  const jobId = await jobs.start({
    tenantId: actor.tenantId,
    kind: MODEL_SYNC,
    target: { id: providerConfigId, name },
    createdById: actor.kind === "user" ? actor.id : null,
  });
  return { jobId };
}
