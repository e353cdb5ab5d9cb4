import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { parsePricePerMillion } from "@/server/gateway/ledger/price-per-million";
import { USAGE_UNITS, type UsageUnit } from "@/server/gateway/spec/usage";
import { CATALOG_MODELS, CATALOG_PROVIDERS } from "./catalog";
import { matchCatalog } from "./match-catalog";

/** Same provider, other name. */
const THEIR_PROVIDER: Readonly<Record<string, string>> = {
  xai: "x-ai",
  moonshot: "moonshotai",
  zhipu: "zai",
  bedrock: "aws",
  vertex: "google",
};

/** Their names of our units beyond input and output, and how many of each their price is for. */
const THEIR_UNITS: readonly (readonly [UsageUnit, string, perMillion: number])[] = [
  ["cacheReadTokens", "cache_read_mtok", 1],
  ["cacheWrite5mTokens", "cache_write_mtok", 1],
  ["cacheWrite1hTokens", "cache_write_1h_mtok", 1],
  ["inputAudioTokens", "input_audio_mtok", 1],
  ["outputImageTokens", "output_image_mtok", 1],
  ["searches", "web_searches_kcount", 1_000],
];

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
      const theirs = findTheirs(model.providerId, model.modelId);
      if (!theirs) continue;
      compared += 1;
      const isSame =
        Math.abs(theirs.input_price * 1_000 - Number(model.pricesPerMillion.inputTokens)) < 1e-6 &&
        Math.abs(theirs.output_price * 1_000 - Number(model.pricesPerMillion.outputTokens)) < 1e-6;
      if (!isSame) different.push(`${model.providerId}/${model.modelId}`);
    }
    expect(compared).toBeGreaterThan(120);
    expect(different.sort()).toEqual(Object.keys(KNOWN_DIFFERENCES).sort());
  });

  it("agrees with that list on caches, audio, pictures and searches too", () => {
    const different: string[] = [];
    const compared = new Map<string, number>();
    for (const { providerId, modelId, type, pricesPerMillion } of CATALOG_MODELS) {
      if (type !== "llm" || `${providerId}/${modelId}` in KNOWN_DIFFERENCES) continue;
      const theirs = findTheirs(providerId, modelId)?.model_price;
      for (const [unit, key, perMillion] of THEIR_UNITS) {
        const price = theirs?.[key];
        const rate = typeof price === "object" ? price.base : price;
        // Of the web searches that chat models make, Anthropic's alone are counted, and only where Anthropic makes them.
        if (rate === undefined || (unit === "searches" && providerId !== "anthropic")) continue;
        compared.set(unit, (compared.get(unit) ?? 0) + 1);
        if (Math.abs(rate * perMillion - Number(pricesPerMillion[unit])) >= 1e-6 || !(unit in pricesPerMillion))
          different.push(`${providerId}/${modelId} ${unit}: ${rate * perMillion}, here ${pricesPerMillion[unit]}`);
      }
    }
    expect(THEIR_UNITS.filter(([unit]) => (compared.get(unit) ?? 0) < 3)).toEqual([]);
    expect(different).toEqual([]);
  });

  it("asks a tenth more for Claude 4.5 and later wherever a place is chosen, and nothing more for earlier ones", () => {
    const priceOf = (providerId: string, modelId: string) =>
      CATALOG_MODELS.find((model) => model.providerId === providerId && model.modelId === modelId)?.pricesPerMillion;
    const dearer = { inputTokens: "3.3", cacheReadTokens: "0.33", cacheWrite5mTokens: "4.125", outputTokens: "16.5" };
    expect(priceOf("bedrock", "anthropic.claude-sonnet-4-5-20250929")).toEqual({
      ...dearer,
      cacheWrite1hTokens: "6.6",
    });
    expect(priceOf("vertex", "regional/claude-sonnet-4-5@20250929")).toEqual({ ...dearer, cacheWrite1hTokens: "6.6" });
    expect(priceOf("bedrock", "global.anthropic.claude-sonnet-4-5-20250929")?.inputTokens).toBe("3");
    expect(priceOf("bedrock", "anthropic.claude-opus-4-1-20250805")?.inputTokens).toBe("15");
  });
});

/** The list's own entry at its price of a fixed day; Vertex AI's models stand there by the name without a place. */
function findTheirs(providerId: string, modelId: string) {
  if (modelId.startsWith("regional/")) return null;
  return calcPrice({ input_tokens: 1_000, output_tokens: 1_000 }, modelId.replace(/^global\//, ""), {
    providerId: THEIR_PROVIDER[providerId] ?? providerId,
    timestamp: new Date("2026-11-20T00:00:00Z"),
  });
}

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
    ["azure-openai", "openai/gpt-4o-2024-11-20", "openai", "gpt-4o"],
    ["bedrock", "us.anthropic.claude-opus-4-6-v1", "bedrock", "anthropic.claude-opus-4-6"],
    ["bedrock", "anthropic.claude-opus-4-6-v1", "bedrock", "anthropic.claude-opus-4-6"],
    ["bedrock", "global.anthropic.claude-opus-4-6-v1", "bedrock", "global.anthropic.claude-opus-4-6"],
    ["bedrock", "eu.anthropic.claude-haiku-4-5-20251001-v1:0", "bedrock", "anthropic.claude-haiku-4-5-20251001"],
    ["bedrock", "us.anthropic.claude-opus-4-5-20251101-v1:0", "bedrock", "anthropic.claude-opus-4-5"],
    ["bedrock", "us.amazon.nova-lite-v1:0", "bedrock", "us.amazon.nova-lite-v1:0"],
    ["vertex", "regional/claude-opus-4-5@20251101", "vertex", "regional/claude-opus-4-5@20251101"],
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
    ["bedrock", "amazon.nova-lite-v1:0"],
    ["bedrock", "eu.amazon.nova-lite-v1:0"],
    ["bedrock", "us.amazon.titan-embed-text-v2:0"],
    ["bedrock", "global.us.anthropic.claude-opus-9-v1:0"],
    ["bedrock", "anthropic.claude-sonnet-4-5-20250929-v2:0"],
    ["azure-openai", "gpt-4o"],
    ["azure-openai", "openai/phi-4"],
    ["nobody", "gpt-4o"],
    ["openai", ""],
  ])("does not guess a price for %s's %s", (providerId, listed) => {
    expect(matchCatalog(providerId, listed)).toBeUndefined();
  });
});
