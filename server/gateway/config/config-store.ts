import type { BudgetPeriod, BudgetScope } from "@/lib/contracts/budget-kinds";
import type { CachePolicy } from "@/lib/contracts/cache";
import type { CallSettings } from "@/lib/contracts/call-settings";
import type { DrillFault } from "@/lib/contracts/drill";
import type { SystemKeysPolicy } from "@/lib/contracts/global-setting";
import type { ModelType } from "@/lib/contracts/model-type";
import type { Role } from "@/lib/contracts/permissions";
import type { UnpricedPolicy } from "@/lib/contracts/price";
import type { ProcessorConfiguration } from "@/lib/contracts/processor";
import type { LlmConfiguration } from "@/lib/contracts/profile";
import type { LimitScopeKind, RateLimits } from "@/lib/contracts/rate-limit";
import type { RoutingPolicy } from "@/lib/contracts/routing";
import type { Priced } from "@/server/gateway/prices/price-schedule";

/** A tenant's provider config as the hot path needs it; secrets stay encrypted until a call. */
export interface ConfigEntry {
  id: string;
  provider: string;
  name: string;
  encryptedConfig: string;
  /** As the tenant entered it; nothing means the provider's own. */
  baseUrl?: string | null;
  isValid: boolean;
  isEnabled: boolean;
  isDefault: boolean;
  /** Lower goes first. */
  priority: number;
  /** Null is no limit. */
  requestsPerMinute: number | null;
  requestsPerHour: number | null;
  tokensPerMinute: number | null;
  tokensPerHour: number | null;
  maxParallelRequests: number | null;
  /** Set on the operator's own config of a provider: its key comes from the environment, and it belongs to no tenant. */
  isSystem?: boolean;
}

/** The limits a tenant set on itself, a key, a processor or a model. */
export interface RateLimitEntry {
  kind: Exclude<LimitScopeKind, "provider_config">;
  /** The tenant's, key's or processor's id; of a model its model id. */
  scopeId: string;
  limits: RateLimits;
}

export interface ModelEntry extends Priced {
  providerConfigId: string;
  provider: string;
  modelId: string;
  displayName: string;
  type: ModelType;
  isEnabled: boolean;
  isGone: boolean;
  contextWindow: number | null;
  maxOutputTokens: number | null;
  supportsStreaming: boolean;
  supportsReasoning: boolean;
  supportsFunctionCalling: boolean;
  supportsVision: boolean;
  /** Task types. */
  bestFor: readonly string[];
  /** By the operator's catalog, until the first token; null where it says nothing. */
  avgLatencyMs: number | null;
  tokensPerSecond: number | null;
  createdAtMs: number;
}

export interface DefaultEntry {
  modelType: ModelType;
  provider: string;
  modelId: string;
  providerConfigId: string;
}

export interface ApiKeyEntry {
  id: string;
  publicId: string;
  secretHmac: string;
  tenantId: string;
  name: string;
  role: Role;
  expiresAtMs: number | null;
  /** What `auto` means for this key, instead of the tenant's default. */
  defaultProfile?: string | null;
  defaultProcessorId?: string | null;
  /** Model ids, `provider/model`, `profile:…` or `processor:…`; none is everything. */
  allowedModels?: readonly string[];
}

/** A named job of the tenant. */
export interface ProcessorEntry {
  id: string;
  name: string;
  taskType: string;
  templateId: string | null;
  configuration: ProcessorConfiguration;
}

/** One of the operator's global models: the last tier, and the stand-in for a profile of its category. */
export interface GlobalEntry {
  id: string;
  provider: string;
  modelId: string;
  /** `fast`, `balanced`, `powerful` or `specialized`. */
  category: string | null;
  description?: string;
  isDefault: boolean;
  settings: CallSettings;
  /** How the model is called with the operator's own key, where a tenant has no config of the provider. */
  model: ModelEntry;
}

/** What the operator decides for all tenants: the active global models, and whose keys it lends for them. */
export interface OperatorConfig {
  globals: readonly GlobalEntry[];
  /** All that the environment has, when absent. */
  systemKeys?: SystemKeysPolicy;
}

/** A cap on what calls may cost. Disabled ones are not in the snapshot. */
export interface BudgetEntry {
  id: string;
  name: string;
  scope: BudgetScope;
  /** Whose calls: the id of a key, processor or member, or a model's id; null for the whole tenant. */
  scopeId: string | null;
  period: BudgetPeriod;
  rollingHours: number | null;
  limitNanoUsd: bigint;
  /** Shares of the limit in percent; null for never. */
  warnAtPercent: number | null;
  degradeAtPercent: number | null;
  /** False for a budget that only warns. */
  blocksAtLimit: boolean;
}

/** What a drill takes for down. */
export type DrillTarget =
  /** The model that the profile names itself, at every config that serves it. */
  | { kind: "profile"; profile: string }
  /** A provider config, or one model of it. */
  | { kind: "provider_config"; providerConfigId: string; model: string | null };

/** A rehearsal of an outage: calls with one API key meet a fault where the target would have been called. */
export interface DrillEntry {
  id: string;
  apiKeyId: string;
  target: DrillTarget;
  fault: DrillFault;
  /** With `rate_limited`: what the refusal says. */
  retryAfterSeconds: number | null;
  /** From then on it is over, whether anybody stopped it or not. */
  endsAtMs: number;
}

/** Everything about a tenant that a call depends on, as one read of the database saw it. */
export interface TenantConfig {
  tenantId: string;
  slug: string;
  name: string;
  timeZone: string;
  cachePolicy: CachePolicy;
  unpricedPolicy: UnpricedPolicy;
  configs: readonly ConfigEntry[];
  models: readonly ModelEntry[];
  defaults: readonly DefaultEntry[];
  routing: RoutingPolicy;
  /** Active keys only. */
  apiKeys: readonly ApiKeyEntry[];
  rateLimits: readonly RateLimitEntry[];
  /** How long a call may wait for a place among the parallel ones; null for Sluice's own choice. */
  queueMs: number | null;
  budgets: readonly BudgetEntry[];
  /** Profiles and the default one; none when absent. */
  llmConfiguration?: LlmConfiguration;
  processors?: readonly ProcessorEntry[];
  /** None when absent. */
  drill?: DrillEntry | null;
}

/** In a notice of change, in place of a tenant's id. */
export const OPERATOR = "operator";

/** The port through which the gateway reads configuration. */
export interface ConfigStore {
  loadAll(): Promise<TenantConfig[]>;
  /** Null when the tenant is gone. */
  loadTenant(tenantId: string): Promise<TenantConfig | null>;
  loadOperator(): Promise<OperatorConfig>;
  /** Calls back with the id of each tenant whose configuration changed, `OPERATOR` for the operator's, and `onGap` when changes may have been missed. */
  watch(onChange: (tenantId: string) => void, onGap: () => void): Promise<{ close(): Promise<void> }>;
}
