import type { LimitScopeKind, RateLimits } from "@/lib/contracts/rate-limit";
import type { TenantTransaction } from "@/server/db/client";

export interface LimitTarget {
  kind: LimitScopeKind;
  scopeId: string;
  name: string;
  suggested: RateLimits | null;
  /** Of a provider config, which keeps its limits itself. */
  own: RateLimits | null;
}

/** What a limit can be set on: the organization, its active keys, its processors, the models it may call, its provider configs. */
export async function loadLimitTargets(tx: TenantTransaction, tenantId: string): Promise<LimitTarget[]> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true } });
  const keys = await tx.apiKey.findMany({ where: { revokedAt: null }, orderBy: { name: "asc" } });
  const processors = await tx.processor.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" } });
  const models = await tx.tenantModel.findMany({
    where: { isEnabled: true },
    distinct: ["modelId"],
    orderBy: { modelId: "asc" },
    select: { modelId: true },
  });
  const configs = await tx.providerConfig.findMany({ orderBy: { name: "asc" } });
  const catalog = await tx.llmProvider.findMany({
    where: { name: { in: configs.map((config) => config.provider) } },
    include: { limits: true },
  });
  const plain = (kind: LimitScopeKind, scopeId: string, name: string): LimitTarget => ({
    kind,
    scopeId,
    name,
    suggested: null,
    own: null,
  });
  return [
    plain("tenant", tenantId, tenant.name),
    ...keys.map((key) => plain("api_key", key.id, key.name)),
    ...processors.map((processor) => plain("processor", processor.id, processor.name)),
    ...models.map(({ modelId }) => plain("model", modelId, modelId)),
    ...configs.map((config): LimitTarget => {
      const known = catalog.find((provider) => provider.name === config.provider);
      const suggested = known && {
        requestsPerMinute: known.limits?.requestsPerMinute ?? known.requestsPerMinute,
        requestsPerHour: known.limits?.requestsPerHour ?? null,
        tokensPerMinute: known.limits?.tokensPerMinute ?? null,
        tokensPerHour: known.limits?.tokensPerHour ?? null,
        maxParallelRequests: known.maxParallelRequests,
      };
      return { ...plain("provider_config", config.id, config.name), suggested: suggested ?? null, own: config };
    }),
  ];
}
