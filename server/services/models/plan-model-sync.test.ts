import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import type { ListedModel, ProviderDefinition } from "@/server/gateway/spec/provider";
import { type CatalogFacts, type PlanOptions, planModelSync, type StoredModel } from "./plan-model-sync";

const text = (en: string) => ({ en, zh: en });
const unused = () => {
  throw new Error("not called by a plan");
};
const vendor: ProviderDefinition = {
  order: 0,
  group: "vendor",
  id: "acme",
  label: text("Acme"),
  description: text("Acme"),
  website: "https://acme.example",
  fields: [],
  headers: () => ({}),
  readError: () => new AppError("provider_rejected"),
  listModels: async () => [],
  llm: { complete: unused, stream: unused },
  text_embedding: { embed: unused },
};
const selfHosted: ProviderDefinition = { ...vendor, id: "own", isSelfHosted: true };

const facts: CatalogFacts = {
  displayName: "Known One",
  type: "llm",
  contextWindow: 128_000,
  maxOutputTokens: 4_096,
  supportsStreaming: true,
  supportsReasoning: false,
  supportsFunctionCalling: true,
  supportsVision: false,
  pricesPerMillion: { inputTokens: "0.15", outputTokens: "0.6" },
  priceSource: "catalog 2026-11-20",
  priceDetails: null,
  bestFor: ["code"],
  isDeprecated: false,
};
const catalog: Record<string, CatalogFacts> = {
  known: facts,
  old: { ...facts, isDeprecated: true },
  unpriced: { ...facts, pricesPerMillion: null, priceSource: null },
};

function plan(listed: (string | ListedModel)[], overrides: Partial<PlanOptions> = {}) {
  return planModelSync({
    definition: vendor,
    listed: listed.map((model) => (typeof model === "string" ? { id: model } : model)),
    stored: [],
    isFirstSync: true,
    catalog: ({ id, baseModelId = id }) => catalog[baseModelId],
    classify: (model) => (model.id.startsWith("image") ? null : model.id.startsWith("tts") ? "tts" : "llm"),
    ...overrides,
  });
}

function stored(modelId: string, overrides: Partial<StoredModel> = {}): StoredModel {
  return {
    ...facts,
    refusedPrice: null,
    id: `row-${modelId}`,
    modelId,
    isEnabled: true,
    goneSince: null,
    ...overrides,
  };
}

const enabledIds = (result: ReturnType<typeof plan>) =>
  result.create.filter((model) => model.isEnabled).map((model) => model.modelId);

describe("a first sync", () => {
  it("enables what the catalog knows as active, and nothing else", () => {
    expect(enabledIds(plan(["known", "old", "strange"]))).toEqual(["known"]);
  });

  it("enables every model of one's own server, at an explicit price of 0", () => {
    const result = plan(["llama"], { definition: selfHosted });
    expect(result.create[0]).toMatchObject({
      isEnabled: true,
      priceSource: "self-hosted",
      pricesPerMillion: { inputTokens: "0", outputTokens: "0" },
    });
  });

  it("leaves an unknown price null, never 0", () => {
    expect(plan(["strange", "unpriced"]).create.map((model) => model.pricesPerMillion)).toEqual([null, null]);
  });

  it("takes the prices that the provider lists before the catalog's", () => {
    const result = plan([{ id: "known", pricesPerMillion: { inputTokens: "1" } }]);
    expect(result.create[0]).toMatchObject({ pricesPerMillion: { inputTokens: "1" }, priceSource: "acme listing" });
  });

  it("asks the catalog about the model behind a deployment, whatever the deployment is called", () => {
    const result = plan([
      { id: "prod", baseModelId: "known" },
      { id: "known", baseModelId: "unpriced" },
    ]);
    expect(result.create.map(({ modelId, pricesPerMillion }) => [modelId, pricesPerMillion])).toEqual([
      ["prod", facts.pricesPerMillion],
      ["known", null],
    ]);
  });

  it("takes the smaller of two context windows, so that no prompt is longer than its price holds for", () => {
    const result = plan([
      { id: "known", contextWindow: 1_000_000 },
      { id: "unpriced", contextWindow: 4_096 },
      { id: "elsewhere", contextWindow: 1_000_000 },
    ]);
    expect(result.create.map(({ contextWindow }) => contextWindow)).toEqual([128_000, 4_096, 1_000_000]);
  });

  it("skips what Sluice has no call for, and types that the provider does not serve", () => {
    const result = plan(["image-1", "tts-1", "known"]);
    expect(result.result).toMatchObject({ listed: 1, skipped: ["image-1", "tts-1"] });
  });

  it("counts a model listed twice once", () => {
    expect(plan(["known", "known"]).create).toHaveLength(1);
  });
});

describe("a later sync", () => {
  const later = { isFirstSync: false } as const;

  it("lets new models arrive disabled", () => {
    expect(enabledIds(plan(["known"], later))).toEqual([]);
  });

  it("lets new models of one's own server arrive enabled", () => {
    expect(enabledIds(plan(["llama"], { ...later, definition: selfHosted }))).toEqual(["llama"]);
  });

  it("marks what is no longer listed, once", () => {
    const result = plan([], { ...later, stored: [stored("known"), stored("long-gone", { goneSince: new Date(0) })] });
    expect(result.gone).toEqual(["row-known"]);
    expect(result.result.gone).toEqual([{ modelId: "known" }]);
  });

  it("writes and lists only what changed", () => {
    expect(
      plan(["known"], {
        ...later,
        stored: [stored("known", { pricesPerMillion: { outputTokens: "0.6", inputTokens: "0.15" } })],
      }).update,
    ).toEqual([]);
    const result = plan(["known"], { ...later, stored: [stored("known", { contextWindow: 8_000 })] });
    expect(result.result.changed).toEqual([
      { modelId: "known", field: "contextWindow", before: "8000", after: "128000" },
    ]);
  });

  it("brings back a model that is listed again, as enabled as it was", () => {
    const result = plan(["known"], {
      ...later,
      stored: [stored("known", { goneSince: new Date(0), isEnabled: false })],
    });
    expect(result.update.map((model) => model.id)).toEqual(["row-known"]);
    expect(result.result).toMatchObject({ enabled: 0, changed: [{ field: "goneSince" }] });
  });

  it.each([
    ["malformed", "1e-7", "malformed"],
    ["negative", "-1", "malformed"],
    ["absurdly large", "5000000", "malformed"],
    ["more than ten times higher", "1.51", "too_far_off"],
    ["more than ten times lower", "0.0149", "too_far_off"],
    ["suddenly free", "0", "too_far_off"],
  ] as const)(
    "A15: refuses a listed price that is %s: the old one stays, and the diff says so",
    (_title, offered, reason) => {
      const { update, result } = plan([{ id: "known", pricesPerMillion: { inputTokens: offered } }], {
        ...later,
        stored: [stored("known")],
      });
      expect(update).toMatchObject([
        {
          pricesPerMillion: facts.pricesPerMillion,
          priceSource: facts.priceSource,
          refusedPrice: { reason, source: "acme listing", pricesPerMillion: { inputTokens: offered } },
        },
      ]);
      expect(result.refused).toMatchObject([{ modelId: "known", unit: "inputTokens", reason, before: "0.15" }]);
    },
  );

  it("A15: compares a new model's price with the catalog's, and forgets a refusal once the price is right again", () => {
    const first = plan([{ id: "known", pricesPerMillion: { inputTokens: "15" } }]);
    expect(first.create).toMatchObject([{ pricesPerMillion: facts.pricesPerMillion, refusedPrice: { offered: "15" } }]);
    const refusedPrice = first.create[0]?.refusedPrice ?? null;
    const second = plan([{ id: "known", pricesPerMillion: { inputTokens: "0.3" } }], {
      ...later,
      stored: [stored("known", { refusedPrice })],
    });
    expect(second.update).toMatchObject([{ pricesPerMillion: { inputTokens: "0.3" }, refusedPrice: null }]);
  });

  it("A15: takes a price that is ten times another and no more", () => {
    const { update, result } = plan([{ id: "known", pricesPerMillion: { inputTokens: "1.5" } }], {
      ...later,
      stored: [stored("known")],
    });
    expect(update).toMatchObject([{ pricesPerMillion: { inputTokens: "1.5" } }]);
    expect(result.refused).toEqual([]);
  });

  it("believes nothing that can't be true, whatever a provider lists", () => {
    const { create, result } = plan([
      { id: "a\0b" },
      { id: "x".repeat(301) },
      {
        id: "known",
        displayName: "d\0",
        contextWindow: 9e18,
        maxOutputTokens: -1,
        pricesPerMillion: { inputTokens: "5000000" },
      },
    ]);
    expect(create).toMatchObject([
      {
        modelId: "known",
        displayName: facts.displayName,
        contextWindow: facts.contextWindow,
        maxOutputTokens: facts.maxOutputTokens,
        pricesPerMillion: facts.pricesPerMillion,
      },
    ]);
    expect(result.skipped).toEqual(["a b", "x".repeat(300)]);
  });
});
