import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { parsePricePerMillion } from "@/server/gateway/ledger/price-per-million";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";
import { CATALOG_MODELS, CATALOG_PROVIDERS } from "./catalog";
import { matchCatalog } from "./match-catalog";

/** Same provider, other name. */
const THEIR_PROVIDER: Readonly<Record<string, string>> = { xai: "x-ai", moonshot: "moonshotai", zhipu: "zai" };

/** Where our price is not theirs, and why. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  "xai/grok-3-mini-fast": "a starting price that operators know; the vendor asks more today",
  "deepseek/deepseek-chat": "a starting price; the vendor's changes with the time of day",
  "deepseek/deepseek-reasoner": "a starting price; the vendor's changes with the time of day",
};

const REQUIRED: [string, string, string, string, string, boolean][] = [
  ["openai", "gpt-4o-mini", "GPT-4o Mini", "0.15", "0.60", true],
  ["openai", "gpt-4o", "GPT-4o", "2.50", "10.00", false],
  ["openai", "gpt-4.1", "GPT-4.1", "2.00", "8.00", false],
  ["openai", "o1", "o1", "15.00", "60.00", false],
  ["openai", "o1-mini", "o1 Mini", "1.10", "4.40", false],
  ["openai", "o3-mini", "o3 Mini", "1.10", "4.40", false],
  ["anthropic", "claude-sonnet-4-20250514", "Claude Sonnet 4", "3.00", "15.00", true],
  ["anthropic", "claude-3-5-haiku-20241022", "Claude 3.5 Haiku", "0.80", "4.00", false],
  ["anthropic", "claude-opus-4-20250514", "Claude Opus 4", "15.00", "75.00", false],
  ["google", "gemini-2.5-pro-preview-06-05", "Gemini 2.5 Pro", "1.25", "10.00", true],
  ["google", "gemini-2.5-flash-preview-05-20", "Gemini 2.5 Flash", "0.15", "0.60", false],
  ["xai", "grok-3-mini-fast", "Grok 3 Mini Fast", "0.30", "0.50", true],
  ["xai", "grok-3", "Grok 3", "3.00", "15.00", false],
  ["deepseek", "deepseek-chat", "DeepSeek Chat", "0.14", "0.28", true],
  ["deepseek", "deepseek-reasoner", "DeepSeek Reasoner", "0.55", "2.19", false],
  ["mistral", "mistral-large-2411", "Mistral Large", "2.00", "6.00", true],
  ["mistral", "mistral-small-2503", "Mistral Small", "0.20", "0.60", false],
];

const LIMITS: [string, string, number, number][] = [
  ["openai", "OpenAI", 5, 60],
  ["anthropic", "Anthropic", 3, 40],
  ["google", "Google", 1, 10],
  ["xai", "xAI", 2, 30],
  ["deepseek", "DeepSeek", 2, 30],
  ["mistral", "Mistral", 2, 30],
];

describe("the built-in catalog", () => {
  it.each(REQUIRED)("holds %s/%s as required", (providerId, modelId, displayName, input, output, isDefault) => {
    const model = CATALOG_MODELS.find((entry) => entry.providerId === providerId && entry.modelId === modelId);
    expect(model).toMatchObject({ displayName, isDefault, type: "llm" });
    expect(parsePricePerMillion(model?.pricesPerMillion.inputTokens ?? "")).toBe(parsePricePerMillion(input));
    expect(parsePricePerMillion(model?.pricesPerMillion.outputTokens ?? "")).toBe(parsePricePerMillion(output));
  });

  it.each(LIMITS)("limits %s as required", (id, displayName, maxParallelRequests, requestsPerMinute) => {
    expect(CATALOG_PROVIDERS.find((provider) => provider.id === id)).toMatchObject({
      displayName,
      maxParallelRequests,
      requestsPerMinute,
    });
  });

  it("names every model once, with readable prices of known units and a source", () => {
    const keys = CATALOG_MODELS.map((model) => `${model.providerId}/${model.modelId}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const model of CATALOG_MODELS) {
      for (const [unit, decimal] of Object.entries(model.pricesPerMillion)) {
        expect(USAGE_UNITS).toContain(unit);
        expect(() => parsePricePerMillion(decimal)).not.toThrow();
      }
      expect(model.displayName).not.toBe("");
      if (model.providerId !== "sandbox") expect(model.sourceUrl).toMatch(/^https:/);
    }
  });

  it("has one default per provider at most", () => {
    for (const { id } of CATALOG_PROVIDERS) {
      expect(CATALOG_MODELS.filter((model) => model.providerId === id && model.isDefault).length).toBeLessThanOrEqual(
        1,
      );
    }
  });

  it("prices every sandbox model, so that metering shows out of the box", () => {
    const sandbox = CATALOG_MODELS.filter((model) => model.providerId === "sandbox");
    expect(sandbox.map((model) => model.type).sort()).toEqual([
      "llm",
      "rerank",
      "speech_to_text",
      "text_embedding",
      "tts",
    ]);
    for (const model of sandbox) expect(Object.keys(model.pricesPerMillion)).not.toEqual([]);
  });

  it("has not drifted from the public price list it was drawn from, but for the differences listed with a reason", () => {
    const different: string[] = [];
    let compared = 0;
    for (const model of CATALOG_MODELS) {
      if (model.type !== "llm" || model.providerId === "sandbox") continue;
      const theirs = calcPrice({ input_tokens: 1_000, output_tokens: 1_000 }, model.modelId, {
        providerId: THEIR_PROVIDER[model.providerId] ?? model.providerId,
        timestamp: new Date("2026-11-20T00:00:00Z"),
      });
      if (!theirs) continue;
      compared += 1;
      const isSame =
        Math.abs(theirs.input_price * 1_000 - Number(model.pricesPerMillion.inputTokens)) < 1e-6 &&
        Math.abs(theirs.output_price * 1_000 - Number(model.pricesPerMillion.outputTokens)) < 1e-6;
      if (!isSame) different.push(`${model.providerId}/${model.modelId}`);
    }
    expect(compared).toBeGreaterThan(60);
    expect(different.sort()).toEqual(Object.keys(KNOWN_DIFFERENCES).sort());
  });
});

describe("matchCatalog", () => {
  it.each([
    ["openai", "gpt-4o", "openai", "gpt-4o"],
    ["openai", "gpt-4o-2024-08-06", "openai", "gpt-4o"],
    ["openai", "gpt-4o-2024-05-13", "openai", "gpt-4o-2024-05-13"],
    ["anthropic", "claude-sonnet-4-5-20250929", "anthropic", "claude-sonnet-4-5"],
    ["anthropic", "claude-sonnet-4-20250514", "anthropic", "claude-sonnet-4-20250514"],
    ["google", "models/gemini-2.5-flash", "google", "gemini-2.5-flash"],
    ["gemini", "gemini-2.5-flash", "google", "gemini-2.5-flash"],
    ["vertex", "gemini-2.5-pro", "google", "gemini-2.5-pro"],
    ["cohere", "command-a-03-2025", "cohere", "command-a"],
    ["openrouter", "cohere/command-r7b-12-2024", "cohere", "command-r7b"],
    ["openrouter", "openai/gpt-4o", "openai", "gpt-4o"],
    ["openrouter", "anthropic/claude-sonnet-4.5", "anthropic", "claude-sonnet-4-5"],
    ["openrouter", "anthropic/claude-opus-4.5", "openrouter", "anthropic/claude-opus-4.5"],
    ["groq", "openai/gpt-oss-20b", "groq", "openai/gpt-oss-20b"],
  ])("finds %s's %s", (providerId, listed, foundProvider, foundModel) => {
    expect(matchCatalog(providerId, listed)).toMatchObject({ providerId: foundProvider, modelId: foundModel });
  });

  it.each([
    ["openai", "gpt-4o-realtime"],
    ["openai", "openai/gpt-4o"],
    ["openrouter", "meta-llama/llama-3.3-70b-instruct"],
    ["openrouter", "deepseek/deepseek-chat"],
    ["openrouter", "openai/gpt-4o:free"],
    ["openrouter", "gpt-4o"],
    ["vertex", "claude-sonnet-4-5@20250929"],
    ["nobody", "gpt-4o"],
    ["openai", ""],
  ])("does not guess a price for %s's %s", (providerId, listed) => {
    expect(matchCatalog(providerId, listed)).toBeUndefined();
  });
});
