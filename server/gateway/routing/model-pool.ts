import type { ModelType } from "@/lib/contracts/model-type";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import type { TenantSnapshot } from "@/server/gateway/config/tenant-snapshot";
import type { RankedCandidate } from "./candidate";
import { averageUsdPerMillion } from "./price-of-model";

const pools = new WeakMap<TenantSnapshot, Map<ModelType, readonly RankedCandidate[]>>();

/** Every model of a type that `auto` may choose from, in the order of the configs; also those that can't be called now, so that they can be explained. */
export function poolOf(tenant: TenantSnapshot, type: ModelType): readonly RankedCandidate[] {
  let ofTenant = pools.get(tenant);
  if (!ofTenant) {
    ofTenant = new Map();
    pools.set(tenant, ofTenant);
  }
  let pool = ofTenant.get(type);
  if (!pool) {
    pool = gather(tenant, type);
    ofTenant.set(type, pool);
  }
  return pool;
}

function gather(tenant: TenantSnapshot, type: ModelType): RankedCandidate[] {
  const { pool } = tenant.routing;
  const models = pool.length === 0 ? tenant.models : [...new Set(pool.flatMap((name) => modelsNamed(tenant, name)))];
  const byConfig = new Map<string, RankedCandidate[]>(tenant.configs.map(({ id }) => [id, []]));
  for (const model of models) {
    const config = tenant.configById.get(model.providerConfigId);
    if (config && model.type === type)
      byConfig.get(config.id)?.push({ config, model, rank: 0, usdPerMillion: averageUsdPerMillion(model.price) });
  }
  return [...byConfig.values()].flat();
}

/** Which models a name means: a model's id, or `provider/model` with a provider's id or a config's name. */
export function modelsNamed(tenant: TenantSnapshot, name: string): readonly ModelEntry[] {
  const whole = tenant.modelsById.get(name);
  if (whole) return whole;
  const slash = name.indexOf("/");
  if (slash <= 0) return [];
  const prefix = name.slice(0, slash);
  return (tenant.modelsById.get(name.slice(slash + 1)) ?? []).filter(
    (model) => model.provider === prefix || tenant.configById.get(model.providerConfigId)?.name === prefix,
  );
}
