import { describe, expect, it } from "vitest";
import type { TenantModelView } from "@/lib/contracts/tenant-model";
import { filterModels, type ModelFilter } from "./filter-models";

function model(modelId: string, more: Partial<TenantModelView> = {}): TenantModelView {
  return {
    id: modelId,
    providerConfigId: "c1",
    providerConfigName: "team-openai",
    provider: "openai",
    modelId,
    displayName: modelId,
    type: "llm",
    isEnabled: true,
    contextWindow: null,
    maxOutputTokens: null,
    supportsStreaming: true,
    supportsReasoning: false,
    supportsFunctionCalling: false,
    supportsVision: false,
    pricesPerMillion: { inputTokens: "1" },
    priceSource: null,
    bestFor: [],
    isDeprecated: false,
    goneSince: null,
    isCallable: true,
    providerStatus: "ready",
    isDefault: false,
    ...more,
  };
}

const MODELS = [
  model("gpt-5"),
  model("text-embedding-3-small", { type: "text_embedding", isEnabled: false, pricesPerMillion: null }),
  model("qwen3", { provider: "siliconflow", providerConfigId: "c2", providerConfigName: "sf" }),
  model("gpt-4", { goneSince: new Date(0), pricesPerMillion: null }),
];
const none: ModelFilter = { search: "", type: null, provider: null, state: null };
const ids = (filter: Partial<ModelFilter>) => filterModels(MODELS, { ...none, ...filter }).map((each) => each.modelId);

describe("the filters of the models", () => {
  it("leave everything when none is set", () => expect(ids({})).toHaveLength(MODELS.length));
  it("look for every word, in the provider's name too", () => {
    expect(ids({ search: "GPT team" })).toEqual(["gpt-5", "gpt-4"]);
    expect(ids({ search: "gpt siliconflow" })).toEqual([]);
  });
  it("combine type, provider and state", () => {
    expect(ids({ type: "text_embedding", state: "disabled" })).toEqual(["text-embedding-3-small"]);
    expect(ids({ provider: "c2", state: "enabled" })).toEqual(["qwen3"]);
    expect(ids({ provider: "c2", state: "disabled" })).toEqual([]);
  });
  it("count what is no longer listed neither as enabled nor as unpriced", () => {
    expect(ids({ state: "enabled" })).toEqual(["gpt-5", "qwen3"]);
    expect(ids({ state: "unpriced" })).toEqual(["text-embedding-3-small"]);
    expect(ids({ state: "gone" })).toEqual(["gpt-4"]);
  });
});
