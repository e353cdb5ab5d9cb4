import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import { writeAudit } from "@/server/services/audit/write-audit";
import { tryRouteTests } from "@/server/services/routing/try-route-tests";
import type { ServiceContext } from "@/server/services/service-context";
import { clearDefault } from "./default-config";
import { getProviderConfig, providerConfigNotFound } from "./get-provider-config";

/** Makes it the tenant's one default provider config: the first choice where several offer a model. */
export async function setDefaultProviderConfig(
  context: ServiceContext,
  { id }: { id: string },
): Promise<ProviderConfigView> {
  await context.database.inTenant(context.actor.tenantId, async (tx) => {
    const row = await tx.providerConfig.findUnique({ where: { id } });
    if (!row) throw providerConfigNotFound();
    if (row.isDefault) return;
    await clearDefault(tx);
    await tx.providerConfig.update({ where: { id }, data: { isDefault: true, version: { increment: 1 } } });
    await writeAudit(tx, context.actor, {
      action: "provider_config.set_default",
      targetId: id,
      targetName: row.name,
      changes: {},
    });
    await tryRouteTests(tx, context.actor.tenantId);
  });
  return getProviderConfig(context, { id });
}
