import type { ProviderHealthView } from "@/lib/contracts/provider-health";
import type { ServiceContext } from "@/server/services/service-context";

/** How each of the tenant's provider configs does. Circuits are those of the replica that answers: each learns for itself. */
export async function listProviderHealth(context: ServiceContext): Promise<ProviderHealthView[]> {
  const { tenantId } = context.actor;
  const rows = await context.database.inTenant(tenantId, (tx) => tx.providerConfig.findMany({ select: { id: true } }));
  const circuits = context.gateway.health.openCircuits(tenantId);
  return rows.map(({ id }) => ({
    id,
    circuits: circuits
      .filter(({ configId }) => configId === id)
      .map(({ kind, state, model, isShared, reason, openedAtMs, retryAtMs }) => ({
        kind,
        state,
        model,
        isShared,
        reason,
        openedAt: new Date(openedAtMs),
        retryAt: new Date(retryAtMs),
      })),
  }));
}
