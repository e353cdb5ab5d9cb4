import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { CURRENCY_RATES } from "@/server/gateway/catalog/data/currency-rates";
import { priceOfCatalogModel } from "@/server/gateway/catalog/define-catalog";
import { matchCatalog } from "@/server/gateway/catalog/match-catalog";
import { resolvePrices } from "@/server/gateway/prices/price-book";
import { priceAt } from "@/server/gateway/prices/price-schedule";
import { readPrice, snapshotOf } from "@/server/gateway/prices/price-snapshot";
import { readDocument } from "@/server/gateway/prices/read-document";
import type { Price, ServiceTier } from "@/server/gateway/spec/price";
import { totalInputTokens, totalOutputTokens, type UsageCounts } from "@/server/gateway/spec/usage";
import { priceUsage } from "./price-usage";

const NOW = Date.parse("2026-11-20T00:00:00Z");

function catalogPrice(provider: string, modelId: string): Price {
  const model = matchCatalog(provider, modelId);
  const document = model && priceOfCatalogModel(model);
  const price = document && readDocument(document, "catalog", CURRENCY_RATES, NOW);
  if (!price) throw new Error(`The catalog has no price of ${provider}/${modelId}.`);
  return price;
}

interface Golden {
  title: string;
  model: readonly [provider: string, modelId: string];
  counts: UsageCounts;
  tier?: ServiceTier;
  /** Nano-USD by hand: USD per million × count × 1000, one term per unit. */
  input: bigint;
  output: bigint;
  /** The provider's name in the public price list, where that knows the tier. */
  theirs?: string;
}

const GOLDEN: readonly Golden[] = [
  // How large the input is
  {
    title: "Gemini 2.5 Pro: 200,000 tokens are still short, at 1.25 / 10",
    model: ["gemini", "gemini-2.5-pro"],
    counts: { inputTokens: 200_000, outputTokens: 1_000 },
    input: 250_000_000n,
    output: 10_000_000n,
    theirs: "google",
  },
  {
    title: "Gemini 2.5 Pro: one more makes all of it long, at 2.5 / 15",
    model: ["gemini", "gemini-2.5-pro"],
    counts: { inputTokens: 200_001, outputTokens: 1_000 },
    input: 500_002_500n,
    output: 15_000_000n,
    theirs: "google",
  },
  {
    title: "Gemini 2.5 Pro: cached tokens count towards the length, at 2.5 / 0.25 / 15",
    model: ["vertex", "gemini-2.5-pro"],
    counts: { inputTokens: 1, cacheReadTokens: 200_000, outputTokens: 10 },
    input: 2_500n + 50_000_000n,
    output: 150_000n,
    theirs: "google",
  },
  {
    title: "Gemini 3.1 Pro: a long prompt, at 4 / 18",
    model: ["gemini", "gemini-3.1-pro-preview"],
    counts: { inputTokens: 250_000, outputTokens: 2_000 },
    input: 1_000_000_000n,
    output: 36_000_000n,
    theirs: "google",
  },
  {
    title: "Claude Sonnet 4.5: 200,000 tokens, at 3 / 15",
    model: ["anthropic", "claude-sonnet-4-5"],
    counts: { inputTokens: 200_000, outputTokens: 100 },
    input: 600_000_000n,
    output: 1_500_000n,
    theirs: "anthropic",
  },
  {
    title: "Claude Sonnet 4.5: a long prompt of fresh, read and twice written tokens, at 6 / 0.6 / 7.5 / 12 / 22.5",
    model: ["anthropic", "claude-sonnet-4-5"],
    counts: {
      inputTokens: 100_000,
      cacheReadTokens: 50_000,
      cacheWrite5mTokens: 40_000,
      cacheWrite1hTokens: 20_000,
      outputTokens: 1_000,
    },
    input: 600_000_000n + 30_000_000n + 300_000_000n + 240_000_000n,
    output: 22_500_000n,
  },
  {
    title: "Claude Sonnet 4.5 on Bedrock in a region: the long prompt is a tenth dearer too, at 6.6 / 24.75",
    model: ["bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"],
    counts: { inputTokens: 200_001, outputTokens: 100 },
    input: 1_320_006_600n,
    output: 2_475_000n,
  },
  {
    title: "GPT-5.4: 271,999 tokens, at 2.5 / 15",
    model: ["openai", "gpt-5.4"],
    counts: { inputTokens: 271_999, outputTokens: 1 },
    input: 679_997_500n,
    output: 15_000n,
    theirs: "openai",
  },
  {
    title: "GPT-5.4: 272,000 tokens, at 5 / 22.5",
    model: ["openai", "gpt-5.4"],
    counts: { inputTokens: 272_000, outputTokens: 1 },
    input: 1_360_000_000n,
    output: 22_500n,
    theirs: "openai",
  },
  {
    title: "GPT-5.5: a long prompt wholly from the cache, at 1 / 45",
    model: ["openai", "gpt-5.5"],
    counts: { inputTokens: 0, cacheReadTokens: 272_000, outputTokens: 100 },
    input: 272_000_000n,
    output: 4_500_000n,
    theirs: "openai",
  },
  {
    title: "Grok 4.5: 199,999 tokens, at 2 / 6",
    model: ["xai", "grok-4.5"],
    counts: { inputTokens: 199_999, outputTokens: 10 },
    input: 399_998_000n,
    output: 60_000n,
    theirs: "x-ai",
  },
  {
    title: "Grok 4.5: 200,000 tokens, at 4 / 12",
    model: ["xai", "grok-4.5"],
    counts: { inputTokens: 200_000, outputTokens: 10 },
    input: 800_000_000n,
    output: 120_000n,
    theirs: "x-ai",
  },
  {
    title: "Qwen3 Max: the first of three steps, at 1.2 / 6",
    model: ["dashscope", "qwen3-max"],
    counts: { inputTokens: 32_768, outputTokens: 100 },
    input: 39_321_600n,
    output: 600_000n,
  },
  {
    title: "Qwen3 Max: the second step, at 2.4 / 12",
    model: ["dashscope", "qwen3-max"],
    counts: { inputTokens: 32_769, outputTokens: 100 },
    input: 78_645_600n,
    output: 1_200_000n,
  },
  {
    title: "Qwen3 Max: the third step, at 3 / 15",
    model: ["dashscope", "qwen3-max"],
    counts: { inputTokens: 131_073, outputTokens: 100 },
    input: 393_219_000n,
    output: 1_500_000n,
  },
  {
    title: "Qwen3 Coder Plus: the fourth step, at 6 / 60",
    model: ["dashscope", "qwen3-coder-plus"],
    counts: { inputTokens: 262_145, outputTokens: 10 },
    input: 1_572_870_000n,
    output: 600_000n,
  },
  {
    title: "Qwen Flash: cheap up to 262,144 tokens, at 0.05 / 0.4",
    model: ["dashscope", "qwen-flash"],
    counts: { inputTokens: 262_144, outputTokens: 1_000 },
    input: 13_107_200n,
    output: 400_000n,
  },
  // Batches
  {
    title: "Claude Opus 5.5 in a batch: half, at 2 / 10",
    model: ["anthropic", "claude-opus-5-5"],
    counts: { inputTokens: 5_000, outputTokens: 800 },
    tier: "batch",
    input: 10_000_000n,
    output: 8_000_000n,
  },
  {
    title: "Claude Haiku 4.5 in a batch: every token half, searches not, at 0.5 / 0.05 / 0.625 / 1 / 2.5",
    model: ["anthropic", "claude-haiku-4-5"],
    counts: {
      inputTokens: 1_000,
      cacheReadTokens: 2_000,
      cacheWrite5mTokens: 100,
      cacheWrite1hTokens: 50,
      searches: 2,
      outputTokens: 300,
    },
    tier: "batch",
    input: 500_000n + 100_000n + 62_500n + 50_000n + 20_000_000n,
    output: 750_000n,
  },
  {
    title: "Claude Sonnet 4.5 in a batch with a long prompt, at 3 / 11.25",
    model: ["anthropic", "claude-sonnet-4-5"],
    counts: { inputTokens: 200_001, outputTokens: 10 },
    tier: "batch",
    input: 600_003_000n,
    output: 112_500n,
  },
  {
    title: "GPT-5 in a batch, at 0.625 / 0.0625 / 5",
    model: ["openai", "gpt-5"],
    counts: { inputTokens: 86, cacheReadTokens: 1_920, outputTokens: 44, reasoningTokens: 256 },
    tier: "batch",
    input: 53_750n + 120_000n,
    output: 220_000n + 1_280_000n,
  },
  {
    title: "GPT-4.1 in a batch: cached input costs what fresh does, at 1 / 4",
    model: ["openai", "gpt-4.1"],
    counts: { inputTokens: 100, cacheReadTokens: 900, outputTokens: 50 },
    tier: "batch",
    input: 100_000n + 900_000n,
    output: 200_000n,
  },
  {
    title: "Gemini 2.5 Pro in a batch with a long prompt, at 1.25 / 7.5",
    model: ["gemini", "gemini-2.5-pro"],
    counts: { inputTokens: 300_000, outputTokens: 100 },
    tier: "batch",
    input: 375_000_000n,
    output: 750_000n,
  },
  {
    title: "Gemini 2.5 Flash in a batch: speech heard at 0.5, thoughts at 1.25",
    model: ["gemini", "gemini-2.5-flash"],
    counts: { inputTokens: 40, inputAudioTokens: 60, outputTokens: 20, reasoningTokens: 80 },
    tier: "batch",
    input: 6_000n + 30_000n,
    output: 25_000n + 100_000n,
  },
  {
    title: "Gemini 2.5 Flash Image in a batch: a picture at 15",
    model: ["gemini", "gemini-2.5-flash-image"],
    counts: { inputTokens: 10, outputTokens: 10, outputImageTokens: 1_290 },
    tier: "batch",
    input: 1_500n,
    output: 12_500n + 19_350_000n,
  },
  // Tiers of service
  {
    title: "GPT-5 as priority, at 2.5 / 0.25 / 20",
    model: ["openai", "gpt-5"],
    counts: { inputTokens: 86, cacheReadTokens: 1_920, outputTokens: 44, reasoningTokens: 256 },
    tier: "priority",
    input: 215_000n + 480_000n,
    output: 880_000n + 5_120_000n,
  },
  {
    title: "GPT-5 asked for as priority and served as standard, at 1.25 / 0.125 / 10",
    model: ["openai", "gpt-5"],
    counts: { inputTokens: 86, cacheReadTokens: 1_920, outputTokens: 44, reasoningTokens: 256 },
    tier: "standard",
    input: 107_500n + 240_000n,
    output: 440_000n + 2_560_000n,
  },
  {
    title: "GPT-4o Mini as priority, at 0.25 / 0.125 / 1",
    model: ["openai", "gpt-4o-mini-2024-07-18"],
    counts: { inputTokens: 1_000, cacheReadTokens: 1_000, outputTokens: 500 },
    tier: "priority",
    input: 250_000n + 125_000n,
    output: 500_000n,
  },
  {
    title: "GPT-5 Mini as flex, at 0.125 / 1",
    model: ["openai", "gpt-5-mini"],
    counts: { inputTokens: 75, outputTokens: 162, reasoningTokens: 1_024 },
    tier: "flex",
    input: 9_375n,
    output: 162_000n + 1_024_000n,
  },
  {
    title: "o4-mini as flex, its cache at 0.138 beside 0.55 / 2.2",
    model: ["openai", "o4-mini"],
    counts: { inputTokens: 10, cacheReadTokens: 1_000, outputTokens: 7 },
    tier: "flex",
    input: 5_500n + 138_000n,
    output: 15_400n,
  },
  {
    title: "GPT-5.4 as flex with a long prompt, at 2.5 / 11.25",
    model: ["openai", "gpt-5.4"],
    counts: { inputTokens: 272_000, outputTokens: 100 },
    tier: "flex",
    input: 680_000_000n,
    output: 1_125_000n,
  },
  {
    title: "o3-mini as flex: not sold, so the standard price is an upper bound, at 1.1 / 4.4",
    model: ["openai", "o3-mini"],
    counts: { inputTokens: 10, outputTokens: 5 },
    tier: "flex",
    input: 11_000n,
    output: 22_000n,
  },
  // The least that is billed
  {
    title: "Groq: three seconds of speech are billed as ten, at 0.04 an hour",
    model: ["groq", "whisper-large-v3-turbo"],
    counts: { audioMs: 3_000 },
    input: 111_110n,
    output: 0n,
  },
  {
    title: "Groq: twelve seconds and a third are billed as they are, rounded up once",
    model: ["groq", "whisper-large-v3"],
    counts: { audioMs: 12_345 },
    input: 380_634n,
    output: 0n,
  },
  // By character, minute and search
  {
    title: "OpenAI: 1,234 characters spoken in high definition, at 30",
    model: ["openai", "tts-1-hd"],
    counts: { characters: 1_234 },
    input: 37_020_000n,
    output: 0n,
  },
  {
    title: "OpenAI: a single character spoken, at 15",
    model: ["openai", "tts-1"],
    counts: { characters: 1 },
    input: 15_000n,
    output: 0n,
  },
  {
    title: "OpenAI: a minute transcribed, at 0.006",
    model: ["openai", "whisper-1"],
    counts: { audioMs: 60_000 },
    input: 6_000_000n,
    output: 0n,
  },
  {
    title: "OpenAI: a millisecond transcribed",
    model: ["openai", "whisper-1"],
    counts: { audioMs: 1 },
    input: 100n,
    output: 0n,
  },
  {
    title: "Anthropic: one search of the web, at 10 a thousand",
    model: ["anthropic", "claude-opus-4-8"],
    counts: { searches: 1 },
    input: 10_000_000n,
    output: 0n,
  },
  {
    title: "Rerank: three searches, at 2 a thousand",
    model: ["sandbox", "sandbox-rerank"],
    counts: { searches: 3 },
    input: 6_000_000n,
    output: 0n,
  },
  // Another currency: CNY 1 = USD 0.139573657
  {
    title: "SiliconFlow: 2 and 8 CNY are 0.279147 and 1.116589 USD",
    model: ["siliconflow", "deepseek-ai/DeepSeek-V3"],
    counts: { inputTokens: 1_000, outputTokens: 500 },
    input: 279_147n,
    output: 558_295n,
  },
  {
    title: "SiliconFlow: 4.13 CNY are 0.576439 USD, and the sum is rounded up once",
    model: ["siliconflow", "Qwen/Qwen2.5-72B-Instruct"],
    counts: { inputTokens: 10, outputTokens: 10 },
    input: 5_765n,
    output: 5_764n,
  },
];

describe("costs worked out by hand from vendors' price pages", () => {
  it.each(GOLDEN)("A11: $title", ({ model: [provider, modelId], counts, tier, input, output }) => {
    const price = catalogPrice(provider, modelId);
    expect(priceUsage(counts, price, tier)).toMatchObject({
      isPriced: true,
      inputCostNanoUsd: input,
      outputCostNanoUsd: output,
      costNanoUsd: input + output,
    });
    // What is kept with the attempt is enough to come to the same, also after a crash.
    const kept: unknown = JSON.parse(JSON.stringify(snapshotOf(price)));
    expect(kept).toEqual(snapshotOf(price));
    expect(priceUsage(counts, readPrice(snapshotOf(price)), tier).costNanoUsd).toBe(input + output);
  });

  it.each(GOLDEN.filter(({ theirs }) => theirs !== undefined))(
    "A11: the public price list agrees: $title",
    (golden) => {
      const { counts, model, theirs } = golden;
      const result = calcPrice(
        {
          input_tokens: totalInputTokens(counts),
          cache_read_tokens: counts.cacheReadTokens ?? 0,
          output_tokens: totalOutputTokens(counts),
        },
        model[1],
        { providerId: theirs, timestamp: new Date(NOW) },
      );
      expect(Math.round((result?.total_price ?? 0) * 1e9)).toBe(Number(golden.input + golden.output));
    },
  );

  it("A11: asks an announced price from its first instant on", () => {
    const model = matchCatalog("gemini", "gemini-3.8-flash");
    const document = model && priceOfCatalogModel(model);
    if (!model || !document) throw new Error("The catalog lacks the model.");
    const priced = resolvePrices(
      {
        overrides: [],
        synced: { document, source: "catalog 2026-09-23", schedule: [...model.schedule] },
        providerWide: null,
      },
      [],
      NOW,
    );
    const costAt = (instant: string) =>
      priceUsage({ inputTokens: 1_000, outputTokens: 100 }, priceAt(priced, Date.parse(instant))).costNanoUsd;
    expect(costAt("2026-12-31T23:59:59.999Z")).toBe(750_000n + 375_000n);
    expect(costAt("2027-01-01T00:00:00Z")).toBe(1_500_000n + 750_000n);
  });

  it("A11: never charges a dearer tier that nobody has priced as the standard one", () => {
    for (const [provider, model, tier] of [
      ["anthropic", "claude-opus-5-5", "priority"],
      ["gemini", "gemini-2.5-pro", "priority"],
      ["openai", "gpt-5", "other"],
      ["openai", "gpt-5-nano", "priority"],
    ] as const) {
      const charge = priceUsage({ inputTokens: 10, outputTokens: 1 }, catalogPrice(provider, model), tier);
      expect(charge).toMatchObject({
        isPriced: false,
        costNanoUsd: 0n,
        unpricedUnits: ["inputTokens", "outputTokens"],
      });
    }
  });

  it("A11: is free in every tier where the price is an explicit 0", () => {
    const free: Price = { units: { inputTokens: 0n, outputTokens: 0n }, source: "self-hosted" };
    expect(priceUsage({ inputTokens: 10, outputTokens: 1 }, free, "priority")).toMatchObject({
      isPriced: true,
      costNanoUsd: 0n,
    });
  });
});
