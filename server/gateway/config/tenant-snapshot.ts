import type { CachePolicy } from "@/lib/contracts/cache";
import type { ModelType } from "@/lib/contracts/model-type";
import type { UnpricedPolicy } from "@/lib/contracts/price";
import { NO_CONFIGURATION, type Profile } from "@/lib/contracts/profile";
import type { RoutingPolicy } from "@/lib/contracts/routing";
import { type BudgetIndex, indexBudgets } from "@/server/gateway/budgets/index-budgets";
import { indexLimits, type TenantLimits } from "@/server/gateway/limits/tenant-limits";
import type {
  ApiKeyEntry,
  ConfigEntry,
  DefaultEntry,
  DrillEntry,
  ModelEntry,
  ProcessorEntry,
  TenantConfig,
} from "./config-store";

/** A `TenantConfig` indexed for look-ups in constant time. Immutable: a change makes a new one. */
export interface TenantSnapshot {
  tenantId: string;
  slug: string;
  name: string;
  timeZone: string;
  cachePolicy: CachePolicy;
  /** What becomes of a call to a model without a price. */
  unpricedPolicy: UnpricedPolicy;
  /** In the order in which they are tried: the default first, then by priority, then by name. */
  configs: readonly ConfigEntry[];
  configById: ReadonlyMap<string, ConfigEntry>;
  modelsById: ReadonlyMap<string, readonly ModelEntry[]>;
  models: readonly ModelEntry[];
  defaults: ReadonlyMap<ModelType, DefaultEntry>;
  routing: RoutingPolicy;
  apiKeys: readonly ApiKeyEntry[];
  limits: TenantLimits;
  /** Null where there are none, as for most tenants: then a call asks no further. */
  budgets: BudgetIndex | null;
  /** Whether any of the budgets steps calls down to cheaper profiles. */
  stepsDown: boolean;
  apiKeyById: ReadonlyMap<string, ApiKeyEntry>;
  defaultProfile: string | null;
  profiles: ReadonlyMap<string, Profile>;
  processors: readonly ProcessorEntry[];
  processorById: ReadonlyMap<string, ProcessorEntry>;
  processorByName: ReadonlyMap<string, ProcessorEntry>;
  /** Null nearly always; one that is there may be over. */
  drill: DrillEntry | null;
}

export function indexTenant(config: TenantConfig): TenantSnapshot {
  const { llmConfiguration = NO_CONFIGURATION, processors = [] } = config;
  const configs = config.configs.toSorted(
    (a, b) => Number(b.isDefault) - Number(a.isDefault) || a.priority - b.priority || a.name.localeCompare(b.name),
  );
  const rank = new Map(configs.map((entry, index) => [entry.id, index]));
  const modelsById = new Map<string, ModelEntry[]>();
  for (const model of config.models) {
    const sameId = modelsById.get(model.modelId);
    if (sameId) sameId.push(model);
    else modelsById.set(model.modelId, [model]);
  }
  for (const sameId of modelsById.values()) {
    sameId.sort((a, b) => (rank.get(a.providerConfigId) ?? 0) - (rank.get(b.providerConfigId) ?? 0));
  }
  return {
    tenantId: config.tenantId,
    slug: config.slug,
    name: config.name,
    timeZone: config.timeZone,
    cachePolicy: config.cachePolicy,
    unpricedPolicy: config.unpricedPolicy,
    configs,
    configById: new Map(configs.map((entry) => [entry.id, entry])),
    modelsById,
    models: config.models,
    defaults: new Map(config.defaults.map((entry) => [entry.modelType, entry])),
    routing: config.routing,
    apiKeys: config.apiKeys,
    limits: indexLimits(config),
    budgets: indexBudgets(config.budgets),
    stepsDown: config.budgets.some(({ degradeAtPercent }) => degradeAtPercent !== null),
    apiKeyById: new Map(config.apiKeys.map((key) => [key.id, key])),
    defaultProfile: llmConfiguration.default_profile ?? null,
    profiles: new Map(Object.entries(llmConfiguration.profiles)),
    processors,
    processorById: new Map(processors.map((processor) => [processor.id, processor])),
    processorByName: new Map(processors.map((processor) => [processor.name, processor])),
    drill: config.drill ?? null,
  };
}
