import { type ProviderHealthView, SAMPLE_MS, SAMPLES_SHOWN } from "@/lib/contracts/provider-health";
import { medianLatencyMs } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";

/** How each of the tenant's provider configs does. Circuits are those of the replica that answers: each learns for itself. */
export async function listProviderHealth(context: ServiceContext): Promise<ProviderHealthView[]> {
  const { tenantId } = context.actor;
  const since = new Date(context.now().getTime() - SAMPLES_SHOWN * SAMPLE_MS);
  const [configs, samples] = await context.database.inTenant(tenantId, async (tx) => [
    await tx.providerConfig.findMany({ select: { id: true } }),
    await tx.providerHealthSample.findMany({ where: { startsAt: { gt: since } }, orderBy: { startsAt: "asc" } }),
  ]);
  const circuits = context.gateway.health.openCircuits(tenantId);
  return configs.map(({ id }) => ({
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
    samples: samples
      .filter(({ providerConfigId }) => providerConfigId === id)
      .map(({ startsAt, answered, failed, opened, latencyCounts }) => ({
        startsAt,
        answered,
        failed,
        opened,
        medianLatencyMs: medianLatencyMs(latencyCounts),
      })),
  }));
}
