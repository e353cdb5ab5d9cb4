import { DEFAULT_CACHE_POLICY } from "@/lib/contracts/cache";
import { DEFAULT_POLICY } from "@/lib/contracts/routing";
import type { ConfigEntry, ModelEntry, TenantConfig } from "@/server/gateway/config/config-store";

/** Configuration for tests, complete and plain; what a test is about it overrides. */
export function tenantConfigOf(over: Partial<TenantConfig> = {}): TenantConfig {
  return {
    tenantId: "tenant-1",
    slug: "acme",
    name: "Acme",
    timeZone: "UTC",
    cachePolicy: DEFAULT_CACHE_POLICY,
    unpricedPolicy: "warn",
    configs: [],
    budgets: [],
    models: [],
    defaults: [],
    routing: DEFAULT_POLICY,
    apiKeys: [],
    rateLimits: [],
    queueMs: null,
    ...over,
  };
}

export function configEntryOf(id: string, over: Partial<ConfigEntry> = {}): ConfigEntry {
  return {
    id,
    provider: "openai-compatible",
    name: id,
    encryptedConfig: "",
    isValid: true,
    isEnabled: true,
    isDefault: false,
    priority: 100,
    requestsPerMinute: null,
    requestsPerHour: null,
    tokensPerMinute: null,
    tokensPerHour: null,
    maxParallelRequests: null,
    ...over,
  };
}

export function modelEntryOf(providerConfigId: string, modelId: string, over: Partial<ModelEntry> = {}): ModelEntry {
  return {
    providerConfigId,
    provider: "openai-compatible",
    modelId,
    displayName: modelId,
    type: "llm",
    isEnabled: true,
    isGone: false,
    contextWindow: null,
    maxOutputTokens: null,
    supportsStreaming: true,
    supportsReasoning: true,
    supportsFunctionCalling: true,
    supportsVision: true,
    bestFor: [],
    avgLatencyMs: null,
    tokensPerSecond: null,
    price: null,
    createdAtMs: 0,
    ...over,
  };
}
