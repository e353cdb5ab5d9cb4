import type { ConfigEntry, ModelEntry, TenantConfig } from "@/server/gateway/config/config-store";

/** Configuration for tests, complete and plain; what a test is about it overrides. */
export function tenantConfigOf(over: Partial<TenantConfig> = {}): TenantConfig {
  return {
    tenantId: "tenant-1",
    slug: "acme",
    name: "Acme",
    timeZone: "UTC",
    configs: [],
    models: [],
    defaults: [],
    apiKeys: [],
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
    tokensPerMinute: null,
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
    price: null,
    createdAtMs: 0,
    ...over,
  };
}
