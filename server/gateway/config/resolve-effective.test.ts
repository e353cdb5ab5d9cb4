import { describe, expect, it } from "vitest";
import { type LlmConfiguration, llmConfiguration } from "@/lib/contracts/profile";
import { configEntryOf, modelEntryOf, tenantConfigOf } from "@/server/gateway/testing/config-fixtures";
import type { ApiKeyEntry, GlobalEntry, ModelEntry, ProcessorEntry } from "./config-store";
import { effectiveConfig } from "./effective-config";
import { indexOperator } from "./operator-snapshot";
import { resolveEffective } from "./resolve-effective";
import { indexTenant } from "./tenant-snapshot";

const model = (modelId: string, over: Partial<ModelEntry> = {}) =>
  modelEntryOf("main", modelId, { provider: "openai", ...over });

const processor = (configuration: Partial<ProcessorEntry["configuration"]> = {}): ProcessorEntry => ({
  id: "processor-1",
  name: "reader",
  taskType: "reading",
  templateId: null,
  configuration: { settings_override: {}, ...configuration },
});

const key = (over: Partial<ApiKeyEntry> = {}): ApiKeyEntry => ({
  id: "key-1",
  publicId: "public",
  secretHmac: "",
  tenantId: "t",
  name: "ci",
  role: "developer",
  expiresAtMs: null,
  ...over,
});

const PROFILES: LlmConfiguration = llmConfiguration.parse({
  default_profile: "balanced",
  profiles: {
    fast: { provider: "openai", model: "small", settings: { temperature: 0.1, max_tokens: 100 } },
    balanced: {
      provider: "openai",
      model: "medium",
      fallbacks: [{ profile: "fast" }, { provider: "openai", model: "medium" }],
      settings: { temperature: 0.7, top_p: 0.9 },
    },
  },
});

interface Parts {
  configuration?: LlmConfiguration;
  processors?: ProcessorEntry[];
  hasDefault?: boolean;
}

const tenantOf = ({ configuration, processors = [processor()], hasDefault = false }: Parts = {}) =>
  indexTenant(
    tenantConfigOf({
      configs: [configEntryOf("main", { provider: "openai" })],
      models: [model("small"), model("medium"), model("large"), model("vectors", { type: "text_embedding" })],
      defaults: hasDefault
        ? [{ modelType: "llm", provider: "openai", modelId: "large", providerConfigId: "main" }]
        : [],
      processors,
      ...(configuration === undefined ? {} : { llmConfiguration: configuration }),
    }),
  );

const global = (over: Partial<GlobalEntry> = {}): GlobalEntry => ({
  id: "global-1",
  provider: "anthropic",
  modelId: "claude",
  category: "balanced",
  isDefault: true,
  settings: { temperature: 0.3 },
  model: model("claude", { provider: "anthropic", displayName: "Claude" }),
  ...over,
});

const nobody = indexOperator({ globals: [] });
const operator = indexOperator({ globals: [global(), global({ id: "2", modelId: "other", isDefault: false })] });
const auto = { type: "llm" as const, model: "auto", apiKey: undefined };
const names = (config: ReturnType<typeof resolveEffective>) =>
  typeof config.targets === "object" ? config.targets.value.map((target) => target.model) : config.targets;

describe("the configuration of a call", () => {
  it("leaves a request that names its model itself alone", () => {
    const config = resolveEffective(tenantOf({ configuration: PROFILES }), operator, { ...auto, model: "gpt-4o" });
    expect(config).toMatchObject({ targets: "named", settings: {}, values: {}, trace: undefined, profile: null });
  });

  it("gives each value with the tier and the name it came from", () => {
    const reader = processor({ llm_profile: "fast", settings_override: { temperature: 0, seed: 7 } });
    const tenant = tenantOf({ configuration: PROFILES, processors: [reader] });
    const config = resolveEffective(tenant, nobody, { ...auto, model: "processor:reader" });
    expect(config.settings).toEqual({
      temperature: { value: 0, tier: "processor", source: "reader" },
      seed: { value: 7, tier: "processor", source: "reader" },
      max_tokens: { value: 100, tier: "profile", source: "fast" },
    });
    expect(config.values).toEqual({ temperature: 0, seed: 7, max_tokens: 100 });
    expect(config.profile).toEqual({ value: "fast", tier: "processor", source: "reader" });
    expect(config.targets).toMatchObject({ tier: "profile", source: "fast" });
    expect(config.trace?.processor).toEqual({ value: "reader", tier: "request", source: null });
  });

  it("takes the tiers in their order: key before processor before the tenant's default profile", () => {
    const reader = processor({ llm_profile: "fast" });
    const tenant = tenantOf({
      configuration: PROFILES,
      processors: [reader, { ...processor(), id: "p-2", name: "plain" }],
    });
    const profileOf = (apiKey: ApiKeyEntry | undefined) =>
      resolveEffective(tenant, nobody, { ...auto, apiKey }).profile;
    expect(profileOf(undefined)).toEqual({ value: "balanced", tier: "tenant_profile", source: null });
    expect(profileOf(key({ defaultProcessorId: "processor-1" }))).toEqual({
      value: "fast",
      tier: "processor",
      source: "reader",
    });
    expect(profileOf(key({ defaultProcessorId: "processor-1", defaultProfile: "balanced" }))).toEqual({
      value: "balanced",
      tier: "api_key",
      source: "ci",
    });
    expect(resolveEffective(tenant, nobody, { ...auto, model: "processor:plain" }).profile?.tier).toBe(
      "tenant_profile",
    );
  });

  it("walks a chain of fallbacks once, through other profiles, without repeating a model", () => {
    expect(names(resolveEffective(tenantOf({ configuration: PROFILES }), nobody, auto))).toEqual(["medium", "small"]);
  });

  it("ends a stored cycle instead of following it for ever", () => {
    const configuration = llmConfiguration.parse({
      profiles: {
        a: { provider: "openai", model: "small", fallbacks: [{ profile: "b" }] },
        b: { provider: "openai", model: "large", fallbacks: [{ profile: "a" }] },
      },
    });
    const config = resolveEffective(tenantOf({ configuration }), nobody, { ...auto, model: "profile:a" });
    expect(names(config)).toEqual(["small", "large"]);
  });

  it("puts a processor's own model before its profile's fallbacks", () => {
    const reader = processor({ llm_profile: "balanced", model_override: { provider: "openai", model: "large" } });
    const tenant = tenantOf({ configuration: PROFILES, processors: [reader] });
    const config = resolveEffective(tenant, nobody, { ...auto, model: "processor:reader" });
    expect(names(config)).toEqual(["large", "small"]);
    expect(config.targets).toMatchObject({ tier: "processor", source: "reader" });
  });

  it("applies a key's processor to a named model as far as the job goes: its overrides, not its profile", () => {
    const reader = processor({ llm_profile: "fast", settings_override: { temperature: 0 } });
    const tenant = tenantOf({ configuration: PROFILES, processors: [reader] });
    const call = { ...auto, model: "gpt-4o", apiKey: key({ defaultProcessorId: "processor-1" }) };
    const config = resolveEffective(tenant, nobody, call);
    expect(config).toMatchObject({ targets: "named", values: { temperature: 0 }, profile: null });
    expect(config.processor?.value.id).toBe("processor-1");
  });

  it("passes a chat profile over for another type of call", () => {
    const config = resolveEffective(tenantOf({ configuration: PROFILES }), nobody, { ...auto, type: "text_embedding" });
    expect(config).toMatchObject({ targets: "default", profile: null, values: {} });
  });

  it("ends with the tenant's default model, then with the operator's global one and its settings", () => {
    expect(resolveEffective(tenantOf({ hasDefault: true }), operator, auto)).toMatchObject({
      targets: "default",
      values: {},
    });
    const config = resolveEffective(tenantOf(), operator, auto);
    expect(config.targets).toEqual({
      value: [{ provider: "anthropic", model: "claude" }],
      tier: "global",
      source: "Claude",
    });
    expect(config.settings.temperature).toEqual({ value: 0.3, tier: "global", source: "Claude" });
  });

  it("leaves auto to routing where that chooses among all, and a key's own profile to the key", () => {
    const tenant = tenantOf({ configuration: PROFILES, hasDefault: true });
    const routed = { ...auto, isRouted: true };
    expect(resolveEffective(tenant, operator, routed)).toMatchObject({ targets: "default", profile: null });
    const keyed = resolveEffective(tenant, operator, { ...routed, apiKey: key({ defaultProfile: "fast" }) });
    expect(keyed.profile?.value).toBe("fast");
  });

  it("lets the operator's model of a category stand in for a profile the tenant has not made", () => {
    const config = resolveEffective(tenantOf(), operator, { ...auto, model: "profile:balanced" });
    expect(names(config)).toEqual(["claude", "other"]);
    expect(config.settings.temperature?.tier).toBe("global");
  });

  it.each(["profile:none", "processor:none", "profile:", "processor:__proto__", "profile:constructor"])(
    "refuses %s, which nothing bears",
    (name) => {
      const tenant = tenantOf({ configuration: PROFILES });
      const ask = () => resolveEffective(tenant, nobody, { ...auto, model: name });
      expect(ask).toThrow(expect.objectContaining({ code: "model_not_found", details: { param: "model" } }));
    },
  );
});

describe("a configuration asked for again", () => {
  it("is the very same object, until the tenant or the operator changes something", () => {
    const tenant = tenantOf({ configuration: PROFILES });
    const first = effectiveConfig(tenant, operator, auto);
    expect(effectiveConfig(tenant, operator, { ...auto })).toBe(first);
    expect(effectiveConfig(tenant, nobody, auto)).not.toBe(first);
    expect(effectiveConfig(tenantOf({ configuration: PROFILES }), operator, auto)).not.toBe(first);
  });

  it("is kept apart by what decides it: type, key, profile and name", () => {
    const tenant = tenantOf({ configuration: PROFILES });
    const calls = [
      auto,
      { ...auto, type: "text_embedding" as const },
      { ...auto, apiKey: key({ defaultProfile: "fast" }) },
      { ...auto, profile: "fast" },
      { ...auto, model: "profile:fast" },
      { ...auto, model: "processor:reader" },
    ];
    expect(new Set(calls.map((call) => effectiveConfig(tenant, nobody, call))).size).toBe(calls.length);
  });

  it("takes less than a tenth of a millisecond in all but one of a hundred", () => {
    const tenant = tenantOf({ configuration: PROFILES });
    const took: number[] = [];
    for (let round = 0; round < 5_000; round += 1) {
      const startedAt = performance.now();
      effectiveConfig(tenant, operator, { ...auto, model: round % 2 ? "profile:fast" : "processor:reader" });
      took.push(performance.now() - startedAt);
    }
    took.sort((a, b) => a - b);
    expect(took[Math.floor(took.length * 0.99)]).toBeLessThan(0.1);
  });
});
