import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import type { ConfigEntry, ModelEntry, TenantConfig } from "@/server/gateway/config/config-store";
import { indexTenant } from "@/server/gateway/config/tenant-snapshot";
import { configEntryOf, modelEntryOf, tenantConfigOf } from "@/server/gateway/testing/config-fixtures";
import { resolveModel } from "./resolve-model";

const config = (id: string, over: Partial<ConfigEntry> = {}) => configEntryOf(id, { provider: "openai", ...over });
const model = (providerConfigId: string, modelId: string, over: Partial<ModelEntry> = {}) =>
  modelEntryOf(providerConfigId, modelId, { provider: "openai", ...over });
const tenant = (parts: Partial<TenantConfig>) => indexTenant(tenantConfigOf(parts));

function failure(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("resolveModel", () => {
  it("tries the default provider first, then by priority, then by name", () => {
    const snapshot = tenant({
      configs: [
        config("c", { priority: 1 }),
        config("b"),
        config("a"),
        config("main", { isDefault: true, priority: 900 }),
      ],
      models: ["a", "b", "c", "main"].map((id) => model(id, "gpt-4o")),
    });
    const { candidates, trace } = resolveModel(snapshot, "llm", "gpt-4o");
    expect(candidates.map((each) => each.config.id)).toEqual(["main", "c", "a", "b"]);
    expect(trace.candidates.map((each) => each.outcome)).toEqual(["chosen", "fallback", "fallback", "fallback"]);
  });

  it("takes provider/model as a provider's id or a config's name, unless a model is called so itself", () => {
    const snapshot = tenant({
      configs: [config("one", { name: "east" }), config("two", { provider: "openrouter", name: "router" })],
      models: [
        model("one", "gpt-4o"),
        model("two", "openai/gpt-4o", { provider: "openrouter" }),
        model("two", "llama", { provider: "openrouter" }),
      ],
    });
    expect(resolveModel(snapshot, "llm", "east/gpt-4o").candidates[0]?.config.id).toBe("one");
    expect(resolveModel(snapshot, "llm", "openrouter/llama").candidates[0]?.config.id).toBe("two");
    expect(resolveModel(snapshot, "llm", "openai/gpt-4o").candidates[0]?.config.id).toBe("two");
  });

  it("takes auto as the tenant's default for the type, and the same model elsewhere as its stand-in", () => {
    const snapshot = tenant({
      configs: [config("a"), config("b")],
      models: [model("a", "m"), model("b", "m")],
      defaults: [{ modelType: "llm", provider: "openai", modelId: "m", providerConfigId: "b" }],
    });
    const { candidates, trace } = resolveModel(snapshot, "llm", "auto");
    expect(candidates.map((each) => each.config.id)).toEqual(["b", "a"]);
    expect(trace.tier).toBe("tenant_default");
  });

  it("names the default that is missing and where to set it", () => {
    const error = failure(() => resolveModel(tenant({}), "rerank", "auto"));
    expect(error.code).toBe("no_default_model");
    expect(error.message).toContain("rerank");
  });

  it.each([
    ["model_disabled", { isEnabled: false }, {}],
    ["model_disabled", { isGone: true }, {}],
    ["model_type_mismatch", { type: "tts" as const }, {}],
    ["provider_config_disabled", {}, { isEnabled: false }],
    ["provider_config_disabled", {}, { isValid: false }],
  ])("refuses with %s and says how to mend it", (code, modelPart, configPart) => {
    const error = failure(() =>
      resolveModel(tenant({ configs: [config("a", configPart)], models: [model("a", "m", modelPart)] }), "llm", "m"),
    );
    expect(error.code).toBe(code);
    expect(error.details.param).toBe("model");
    expect(error.message).toMatch(/Enable|Choose|Name|Test/);
  });

  it("keeps the reason of each rejected candidate beside the chosen one", () => {
    const snapshot = tenant({
      configs: [config("a", { isValid: false }), config("b")],
      models: [model("a", "m"), model("b", "m")],
    });
    const { candidates, trace } = resolveModel(snapshot, "llm", "m");
    expect(candidates.map((each) => each.config.id)).toEqual(["b"]);
    expect(trace.candidates).toMatchObject([
      { providerConfigId: "b", outcome: "chosen", reason: null },
      { providerConfigId: "a", outcome: "rejected", reason: expect.stringContaining("has not passed its test") },
    ]);
  });

  it("does not let a model's name reach into the objects that hold them", () => {
    const snapshot = tenant({ configs: [config("a")], models: [model("a", "m")] });
    for (const name of ["__proto__", "constructor", "toString", "a/__proto__", "/", "//"]) {
      expect(failure(() => resolveModel(snapshot, "llm", name)).code).toBe("model_not_found");
    }
  });
});
