import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { writeAudit } from "@/server/services/audit/write-audit";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { getProviderConfig, providerConfigNotFound } from "./get-provider-config";

/** A disabled config keeps its models and defaults, and serves nothing. */
export async function setProviderConfigEnabled(
  context: ServiceContext,
  { id, isEnabled }: { id: string; isEnabled: boolean },
): Promise<ProviderConfigView> {
  await context.database.inTenant(context.actor.tenantId, async (tx) => {
    const row = await tx.providerConfig.findUnique({ where: { id } });
    if (!row) throw providerConfigNotFound();
    if (row.isEnabled === isEnabled) return;
    await tx.providerConfig.update({ where: { id }, data: { isEnabled, version: { increment: 1 } } });
    await writeAudit(tx, context.actor, {
      action: isEnabled ? "provider_config.enable" : "provider_config.disable",
      targetId: id,
      targetName: row.name,
      changes: { isEnabled: { before: row.isEnabled, after: isEnabled } },
    });
    await tryRouteTests(tx, context.actor.tenantId);
  });
  return getProviderConfig(context, { id });
}
