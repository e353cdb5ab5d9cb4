import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { providerConfigNotFound } from "./get-provider-config";

/** Lets calls through to a config again at once: somebody knows better than its circuits. Those of all tenants stay as they are. */
export async function closeProviderCircuits(
  context: ServiceContext,
  { id }: { id: string },
): Promise<{ closed: number }> {
  const { tenantId } = context.actor;
  const { health } = context.gateway;
  return context.database.inTenant(tenantId, async (tx) => {
    const row = await tx.providerConfig.findUnique({ where: { id }, select: { name: true } });
    if (!row) throw providerConfigNotFound();
    const open = health.openCircuits(tenantId).filter(({ configId, isShared }) => configId === id && !isShared);
    if (open.length === 0) return { closed: 0 };
    await writeAudit(tx, context.actor, {
      action: "provider_config.close_circuits",
      targetId: id,
      targetName: row.name,
      changes: { circuits: open.map(({ kind, model, reason }) => ({ kind, model, reason })) },
    });
    return { closed: health.closeCircuits(tenantId, id) };
  });
}
