import type { DrillTargets } from "@/lib/contracts/drill";
import { loadDocument } from "@/server/services/configuration/load-document";
import type { ServiceContext } from "@/server/services/service-context";

/** What a drill may be about, for the form. */
export async function listDrillTargets({
  database,
  actor,
  now,
}: Pick<ServiceContext, "database" | "actor" | "now">): Promise<DrillTargets> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const apiKeys = await tx.apiKey.findMany({
      where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now() } }] },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    });
    const { profiles } = await loadDocument(tx, actor.tenantId);
    const configs = await tx.providerConfig.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
    const models = await tx.tenantModel.findMany({
      where: { isEnabled: true, goneSince: null },
      select: { providerConfigId: true, modelId: true },
      orderBy: { modelId: "asc" },
    });
    return {
      apiKeys,
      profiles: Object.entries(profiles).map(([name, { provider, model, fallbacks }]) => ({
        name,
        provider,
        model,
        fallbackCount: fallbacks.length,
      })),
      providerConfigs: configs.map(({ id, name }) => ({
        id,
        name,
        models: models.flatMap(({ providerConfigId, modelId }) => (providerConfigId === id ? modelId : [])),
      })),
    };
  });
}
