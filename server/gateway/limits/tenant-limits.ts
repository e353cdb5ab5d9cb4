import type { ConfigEntry, TenantConfig } from "@/server/gateway/config/config-store";
import { type LimitScope, toLimitScope } from "./limit-scope";

/** How long a call waits for a place among the parallel ones before it is refused, where the tenant has not decided. */
export const DEFAULT_QUEUE_MS = 2_000;

/** Every limit of a tenant, ready for the hot path. */
export interface TenantLimits {
  /** How long a call may wait for a place among the parallel ones; rates are never waited for. */
  queueMs: number;
  tenant: LimitScope | undefined;
  apiKeys: ReadonlyMap<string, LimitScope>;
  processors: ReadonlyMap<string, LimitScope>;
  /** By model id, whichever provider serves it. */
  models: ReadonlyMap<string, LimitScope>;
  configs: ReadonlyMap<string, LimitScope>;
}

const NONE: readonly LimitScope[] = [];

export function indexLimits(tenant: TenantConfig): TenantLimits {
  const { tenantId, rateLimits, configs, queueMs } = tenant;
  const byKind = { tenant: new Map(), api_key: new Map(), processor: new Map(), model: new Map() } satisfies Record<
    string,
    Map<string, LimitScope>
  >;
  for (const { kind, scopeId, limits } of rateLimits) {
    const scope = toLimitScope(tenantId, kind, scopeId, nameOf(tenant, kind, scopeId), limits);
    if (scope) byKind[kind].set(scopeId, scope);
  }
  return {
    queueMs: queueMs ?? DEFAULT_QUEUE_MS,
    tenant: byKind.tenant.get(tenantId),
    apiKeys: byKind.api_key,
    processors: byKind.processor,
    models: byKind.model,
    configs: new Map(configs.flatMap((config) => scopeOfConfig(tenantId, config))),
  };
}

function nameOf({ name, apiKeys, processors = [] }: TenantConfig, kind: string, scopeId: string): string {
  if (kind === "tenant") return name;
  const named = { api_key: apiKeys, processor: processors }[kind];
  return named?.find(({ id }) => id === scopeId)?.name ?? scopeId;
}

function scopeOfConfig(tenantId: string, config: ConfigEntry): [string, LimitScope][] {
  const scope = toLimitScope(tenantId, "provider_config", config.id, config.name, config);
  return scope ? [[config.id, scope]] : [];
}

/**
 * What a client's request falls under whoever serves it, counted once however often it is tried. At one of these limits the request is
 * refused.
 */
export function scopesOfRequest(
  limits: TenantLimits,
  apiKeyId: string | null,
  processorId: string | null,
): readonly LimitScope[] {
  const { tenant } = limits;
  const apiKey = apiKeyId === null ? undefined : limits.apiKeys.get(apiKeyId);
  const processor = processorId === null ? undefined : limits.processors.get(processorId);
  return tenant || apiKey || processor ? gather(tenant, apiKey, processor) : NONE;
}

/**
 * What one try falls under besides: the provider config that is called and the model. Each try counts, for each reaches the provider. At one
 * of these limits the candidate falls out, and the next is tried.
 */
export function scopesOfAttempt(limits: TenantLimits, configId: string, modelId: string): readonly LimitScope[] {
  const config = limits.configs.get(configId);
  const model = limits.models.get(modelId);
  return config || model ? gather(config, model) : NONE;
}

function gather(first: LimitScope | undefined, second: LimitScope | undefined, third?: LimitScope): LimitScope[] {
  const scopes: LimitScope[] = [];
  if (first) scopes.push(first);
  if (second) scopes.push(second);
  if (third) scopes.push(third);
  return scopes;
}
