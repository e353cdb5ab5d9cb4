import { AppError } from "@/lib/contracts/errors";
import type { ProviderConfigDependents } from "@/lib/contracts/provider-config";
import { writeAudit } from "@/server/services/audit/write-audit";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { providerConfigNotFound } from "./get-provider-config";
import { countDependents } from "./get-provider-config-dependents";

/**
 * Removes a config with its models. While a default points to it or it served in the last 24 hours, `confirm` must say so: else
 * `has_dependents` lists what depends on it. Defaults that point to it are cleared; what was metered stays.
 */
export async function removeProviderConfig(
  context: ServiceContext,
  { id, confirm }: { id: string; confirm: boolean },
): Promise<{ id: string }> {
  const { actor, database, now } = context;
  await database.inTenant(actor.tenantId, async (tx) => {
    const row = await tx.providerConfig.findUnique({ where: { id } });
    if (!row) throw providerConfigNotFound();
    const dependents = await countDependents(tx, id, now());
    const sentences = describeDependents(dependents);
    if (!confirm && sentences.length > 0) {
      throw new AppError(
        "has_dependents",
        `"${row.name}" is in use: ${sentences.join(" ")} Confirm the removal to go on.`,
        { dependents: sentences },
      );
    }
    await tx.tenantModelSetting.deleteMany({ where: { providerConfigId: id } });
    await tx.job.updateMany({
      where: { targetId: id, status: { in: ["queued", "running"] } },
      data: { cancelRequested: true },
    });
    await tx.providerConfig.delete({ where: { id } });
    await writeAudit(tx, actor, {
      action: "provider_config.remove",
      targetId: id,
      targetName: row.name,
      changes: { provider: row.provider, clearedDefaults: dependents.defaults },
    });
    await tryRouteTests(tx, actor.tenantId);
  });
  return { id };
}

function describeDependents({ defaults, requestsLast24h }: ProviderConfigDependents): string[] {
  return [
    ...defaults.map((type) => `The default model of type ${type} is one of its models.`),
    ...(requestsLast24h > 0 ? [`It served ${requestsLast24h} requests in the last 24 hours.`] : []),
  ];
}
