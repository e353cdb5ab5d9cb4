import { describe, expect, it } from "vitest";
import { matchCatalog } from "@/server/gateway/catalog/match-catalog";
import { readAnthropicUsage } from "@/server/gateway/providers/anthropic/read-usage";
import { readBedrockUsage } from "@/server/gateway/providers/bedrock/read-usage";
import { readCohereUsage } from "@/server/gateway/providers/cohere/read-usage";
import { readGeminiUsage } from "@/server/gateway/providers/google/read-usage";
import { readTranscriptionUsage } from "@/server/gateway/providers/openai-like/read-transcript";
import { readOpenAiUsage } from "@/server/gateway/providers/openai-like/read-usage";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import type { Price } from "@/server/gateway/spec/price";
import { USAGE_UNITS, type UsageCounts } from "@/server/gateway/spec/usage";
import { parsePricePerMillion } from "./price-per-million";
import { priceUsage } from "./price-usage";

const READERS = {
  openai: (usage: unknown) => readOpenAiUsage(usage)?.counts,
  transcription: (usage: unknown) => readTranscriptionUsage(isRecord(usage) ? usage : undefined, undefined)?.counts,
  anthropic: (usage: unknown) => readAnthropicUsage(usage),
  gemini: (usage: unknown) => readGeminiUsage(usage)?.counts,
  bedrock: (usage: unknown) => readBedrockUsage(usage)?.counts,
  cohere: (usage: unknown) => readCohereUsage(usage)?.counts,
};

interface Golden {
  title: string;
  dialect: keyof typeof READERS;
  /** Provider and the name the catalog is asked for. */
  model: readonly [providerId: string, modelId: string];
  /** As the vendor documents it. */
  usage: unknown;
  counts: UsageCounts;
  /** Nano-USD by hand: USD per million × count × 1000, one term per unit. */
  input: bigint;
  output: bigint;
}

const CLAUDE_USAGE = {
  input_tokens: 50,
  cache_creation_input_tokens: 30,
  cache_read_input_tokens: 1800,
  cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
  output_tokens: 15,
};
const BEDROCK_CLAUDE_USAGE = {
  inputTokens: 50,
  outputTokens: 15,
  totalTokens: 1895,
  cacheReadInputTokens: 1800,
  cacheWriteInputTokens: 30,
  cacheDetails: [
    { ttl: "1h", inputTokens: 20 },
    { ttl: "5m", inputTokens: 10 },
  ],
};
const CLAUDE_COUNTS: UsageCounts = {
  inputTokens: 50,
  cacheReadTokens: 1800,
  cacheWrite5mTokens: 10,
  cacheWrite1hTokens: 20,
  outputTokens: 15,
};

const GOLDEN: readonly Golden[] = [
  {
    title: "Anthropic: cache reads and writes of both lifetimes outside of the input, at 5 / 0.5 / 6.25 / 10 / 25",
    dialect: "anthropic",
    model: ["anthropic", "claude-opus-4-6"],
    usage: CLAUDE_USAGE,
    counts: CLAUDE_COUNTS,
    input: 250_000n + 900_000n + 62_500n + 200_000n,
    output: 375_000n,
  },
  {
    title: "Anthropic: thinking inside the output, three searches at 10 USD per thousand",
    dialect: "anthropic",
    model: ["anthropic", "claude-sonnet-4-5-20250929"],
    usage: {
      input_tokens: 1000,
      output_tokens: 500,
      output_tokens_details: { thinking_tokens: 300 },
      server_tool_use: { web_search_requests: 3 },
    },
    counts: { inputTokens: 1000, outputTokens: 200, reasoningTokens: 300, searches: 3 },
    input: 3_000_000n + 30_000_000n,
    output: 3_000_000n + 4_500_000n,
  },
  {
    title: "Anthropic: writes that name no lifetime are five-minute ones",
    dialect: "anthropic",
    model: ["anthropic", "claude-haiku-4-5"],
    usage: { input_tokens: 10, cache_creation_input_tokens: 400, cache_read_input_tokens: 0, output_tokens: 20 },
    counts: { inputTokens: 10, cacheReadTokens: 0, cacheWrite5mTokens: 400, outputTokens: 20 },
    input: 10_000n + 500_000n,
    output: 100_000n,
  },
  {
    title: "Anthropic: Opus 5.5 reads its cache at a twentieth of the input",
    dialect: "anthropic",
    model: ["anthropic", "claude-opus-5-5"],
    usage: { input_tokens: 1, cache_read_input_tokens: 100_000, output_tokens: 1 },
    counts: { inputTokens: 1, cacheReadTokens: 100_000, outputTokens: 1 },
    input: 4_000n + 20_000_000n,
    output: 20_000n,
  },
  {
    title: "Bedrock: Claude in a region, a tenth more: 3.3 / 0.33 / 4.125 / 6.6 / 16.5",
    dialect: "bedrock",
    model: ["bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"],
    usage: BEDROCK_CLAUDE_USAGE,
    counts: CLAUDE_COUNTS,
    input: 165_000n + 594_000n + 41_250n + 132_000n,
    output: 247_500n,
  },
  {
    title: "Bedrock: the same over the global profile: 3 / 0.3 / 3.75 / 6 / 15",
    dialect: "bedrock",
    model: ["bedrock", "global.anthropic.claude-sonnet-4-5-20250929-v1:0"],
    usage: BEDROCK_CLAUDE_USAGE,
    counts: CLAUDE_COUNTS,
    input: 150_000n + 540_000n + 37_500n + 120_000n,
    output: 225_000n,
  },
  {
    title: "Bedrock: Claude before 4.5 costs what Anthropic asks, wherever it runs",
    dialect: "bedrock",
    model: ["bedrock", "eu.anthropic.claude-sonnet-4-20250514-v1:0"],
    usage: { inputTokens: 7, outputTokens: 3, totalTokens: 10 },
    counts: { inputTokens: 7, outputTokens: 3 },
    input: 21_000n,
    output: 45_000n,
  },
  {
    title: "Bedrock: Nova Lite with a cache, at 0.06 / 0.015 / 0.24",
    dialect: "bedrock",
    model: ["bedrock", "us.amazon.nova-lite-v1:0"],
    usage: {
      inputTokens: 1000,
      outputTokens: 200,
      totalTokens: 1700,
      cacheReadInputTokens: 500,
      cacheWriteInputTokens: 0,
    },
    counts: { inputTokens: 1000, cacheReadTokens: 500, cacheWrite5mTokens: 0, outputTokens: 200 },
    input: 60_000n + 7_500n,
    output: 48_000n,
  },
  {
    title: "Bedrock: one cached token of Nova Micro at 0.00875 is rounded up to nine nano",
    dialect: "bedrock",
    model: ["bedrock", "us.amazon.nova-micro-v1:0"],
    usage: { inputTokens: 0, outputTokens: 0, cacheReadInputTokens: 1 },
    counts: { inputTokens: 0, cacheReadTokens: 1, outputTokens: 0 },
    input: 9n,
    output: 0n,
  },
  {
    title: "Bedrock: Llama 4 Scout at 0.17 / 0.66",
    dialect: "bedrock",
    model: ["bedrock", "us.meta.llama4-scout-17b-instruct-v1:0"],
    usage: { inputTokens: 7, outputTokens: 3, totalTokens: 10 },
    counts: { inputTokens: 7, outputTokens: 3 },
    input: 1_190n,
    output: 1_980n,
  },
  {
    title: "Vertex AI: Claude in a location, a tenth more",
    dialect: "anthropic",
    model: ["vertex", "regional/claude-sonnet-4-5@20250929"],
    usage: { input_tokens: 8, output_tokens: 3, cache_read_input_tokens: 2 },
    counts: { inputTokens: 8, cacheReadTokens: 2, outputTokens: 3 },
    input: 26_400n + 660n,
    output: 49_500n,
  },
  {
    title: "Vertex AI: Claude in the global location",
    dialect: "anthropic",
    model: ["vertex", "global/claude-sonnet-4-5@20250929"],
    usage: { input_tokens: 8, output_tokens: 3, cache_read_input_tokens: 2 },
    counts: { inputTokens: 8, cacheReadTokens: 2, outputTokens: 3 },
    input: 24_000n + 600n,
    output: 45_000n,
  },
  {
    title: "Gemini: the cache lies inside the prompt, at 0.3 / 0.03 / 2.5",
    dialect: "gemini",
    model: ["gemini", "gemini-2.5-flash"],
    usage: { promptTokenCount: 20, cachedContentTokenCount: 8, candidatesTokenCount: 5, totalTokenCount: 25 },
    counts: { inputTokens: 12, cacheReadTokens: 8, outputTokens: 5 },
    input: 3_600n + 240n,
    output: 12_500n,
  },
  {
    title: "Gemini: speech heard at 1, thoughts beside the answer at the output's 2.5",
    dialect: "gemini",
    model: ["gemini", "gemini-2.5-flash"],
    usage: {
      promptTokenCount: 100,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 80,
      totalTokenCount: 200,
      promptTokensDetails: [
        { modality: "TEXT", tokenCount: 40 },
        { modality: "AUDIO", tokenCount: 60 },
      ],
    },
    counts: { inputTokens: 40, inputAudioTokens: 60, outputTokens: 20, reasoningTokens: 80 },
    input: 12_000n + 60_000n,
    output: 50_000n + 200_000n,
  },
  {
    title: "Gemini: a picture of 1,290 tokens at 30 beside ten tokens of text at 2.5",
    dialect: "gemini",
    model: ["gemini", "gemini-2.5-flash-image"],
    usage: {
      promptTokenCount: 10,
      candidatesTokenCount: 1300,
      totalTokenCount: 1310,
      candidatesTokensDetails: [{ modality: "IMAGE", tokenCount: 1290 }],
    },
    counts: { inputTokens: 10, outputTokens: 10, outputImageTokens: 1290 },
    input: 3_000n,
    output: 25_000n + 38_700_000n,
  },
  {
    title: "Gemini: speech spoken at 10",
    dialect: "gemini",
    model: ["gemini", "gemini-2.5-flash-preview-tts"],
    usage: {
      promptTokenCount: 12,
      candidatesTokenCount: 250,
      totalTokenCount: 262,
      candidatesTokensDetails: [{ modality: "AUDIO", tokenCount: 250 }],
    },
    counts: { inputTokens: 12, outputTokens: 0, outputAudioTokens: 250 },
    input: 6_000n,
    output: 2_500_000n,
  },
  {
    title: "Vertex AI: results of Google's tools are input, at 1.25 / 10",
    dialect: "gemini",
    model: ["vertex", "gemini-2.5-pro"],
    usage: {
      promptTokenCount: 100,
      toolUsePromptTokenCount: 50,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 5,
      totalTokenCount: 165,
    },
    counts: { inputTokens: 150, outputTokens: 10, reasoningTokens: 5 },
    input: 187_500n,
    output: 100_000n + 50_000n,
  },
  {
    title: "OpenAI: cache inside the prompt, reasoning inside the completion, at 1.25 / 0.125 / 10",
    dialect: "openai",
    model: ["openai", "gpt-5-2025-08-07"],
    usage: {
      prompt_tokens: 2006,
      completion_tokens: 300,
      total_tokens: 2306,
      prompt_tokens_details: { cached_tokens: 1920, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 256, audio_tokens: 0 },
    },
    counts: {
      inputTokens: 86,
      cacheReadTokens: 1920,
      inputAudioTokens: 0,
      outputTokens: 44,
      reasoningTokens: 256,
      outputAudioTokens: 0,
    },
    input: 107_500n + 240_000n,
    output: 440_000n + 2_560_000n,
  },
  {
    title: "OpenAI Responses: the same under other names, at 0.25 / 2",
    dialect: "openai",
    model: ["openai", "gpt-5-mini"],
    usage: {
      input_tokens: 75,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 1186,
      output_tokens_details: { reasoning_tokens: 1024 },
      total_tokens: 1261,
    },
    counts: { inputTokens: 75, cacheReadTokens: 0, outputTokens: 162, reasoningTokens: 1024 },
    input: 18_750n,
    output: 324_000n + 2_048_000n,
  },
  {
    title: "OpenAI: eight tokens embedded at 0.02",
    dialect: "openai",
    model: ["openai", "text-embedding-3-small"],
    usage: { prompt_tokens: 8, total_tokens: 8 },
    counts: { inputTokens: 8 },
    input: 160n,
    output: 0n,
  },
  {
    title: "OpenAI: speech transcribed by the token, at 2.5 / 6 / 10",
    dialect: "transcription",
    model: ["openai", "gpt-4o-transcribe"],
    usage: {
      type: "tokens",
      input_tokens: 14,
      input_token_details: { text_tokens: 4, audio_tokens: 10 },
      output_tokens: 45,
      total_tokens: 59,
    },
    counts: { inputTokens: 4, inputAudioTokens: 10, outputTokens: 45 },
    input: 10_000n + 60_000n,
    output: 450_000n,
  },
  {
    title: "OpenAI: a minute and a half transcribed by the second, at 0.006 a minute",
    dialect: "transcription",
    model: ["openai", "whisper-1"],
    usage: { type: "duration", seconds: 90 },
    counts: { audioMs: 90_000 },
    input: 9_000_000n,
    output: 0n,
  },
  {
    title: "Azure: a deployment of gpt-4o at OpenAI's 2.5 / 1.25 / 10",
    dialect: "openai",
    model: ["azure-openai", "openai/gpt-4o"],
    usage: {
      prompt_tokens: 1128,
      completion_tokens: 100,
      total_tokens: 1228,
      prompt_tokens_details: { cached_tokens: 1024 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
    counts: { inputTokens: 104, cacheReadTokens: 1024, outputTokens: 100, reasoningTokens: 0 },
    input: 260_000n + 1_280_000n,
    output: 1_000_000n,
  },
  {
    title: "DeepSeek: hits and misses of the cache; without a rate of its own a hit costs input, at 0.55 / 2.19",
    dialect: "openai",
    model: ["deepseek", "deepseek-reasoner"],
    usage: {
      prompt_tokens: 16,
      completion_tokens: 30,
      total_tokens: 46,
      prompt_cache_hit_tokens: 10,
      prompt_cache_miss_tokens: 6,
      completion_tokens_details: { reasoning_tokens: 20 },
    },
    counts: { inputTokens: 6, cacheReadTokens: 10, outputTokens: 10, reasoningTokens: 20 },
    input: 3_300n + 5_500n,
    output: 21_900n + 43_800n,
  },
  {
    title: "Moonshot: the cache beside the totals, at 3 / 0.3 / 15",
    dialect: "openai",
    model: ["moonshot", "kimi-k3"],
    usage: {
      prompt_tokens: 19,
      completion_tokens: 21,
      total_tokens: 40,
      cached_tokens: 10,
      completion_tokens_details: { reasoning_tokens: 15 },
    },
    counts: { inputTokens: 9, cacheReadTokens: 10, outputTokens: 6, reasoningTokens: 15 },
    input: 27_000n + 3_000n,
    output: 90_000n + 225_000n,
  },
  {
    title: "xAI: reasoning outside of the completion, as the total shows, at 0.2 / 0.05 / 0.5",
    dialect: "openai",
    model: ["xai", "grok-4-1-fast-reasoning"],
    usage: {
      prompt_tokens: 32,
      completion_tokens: 9,
      total_tokens: 135,
      prompt_tokens_details: { text_tokens: 32, cached_tokens: 6 },
      completion_tokens_details: { reasoning_tokens: 94 },
    },
    counts: { inputTokens: 26, cacheReadTokens: 6, outputTokens: 9, reasoningTokens: 94 },
    input: 5_200n + 300n,
    output: 4_500n + 47_000n,
  },
  {
    title: "Zhipu: at 1.4 / 0.26 / 4.4",
    dialect: "openai",
    model: ["zhipu", "glm-5.3"],
    usage: {
      prompt_tokens: 20,
      completion_tokens: 30,
      total_tokens: 50,
      prompt_tokens_details: { cached_tokens: 8 },
      completion_tokens_details: { reasoning_tokens: 12 },
    },
    counts: { inputTokens: 12, cacheReadTokens: 8, outputTokens: 18, reasoningTokens: 12 },
    input: 16_800n + 2_080n,
    output: 79_200n + 52_800n,
  },
  {
    title: "Mistral: the cache told twice counts once, at 1.5 / 0.15 / 7.5",
    dialect: "openai",
    model: ["mistral", "mistral-medium-3-5"],
    usage: {
      prompt_tokens: 50,
      completion_tokens: 20,
      total_tokens: 70,
      num_cached_tokens: 30,
      prompt_tokens_details: { cached_tokens: 30 },
    },
    counts: { inputTokens: 20, cacheReadTokens: 30, outputTokens: 20 },
    input: 30_000n + 4_500n,
    output: 150_000n,
  },
  {
    title: "Groq: at 0.15 / 0.075 / 0.6",
    dialect: "openai",
    model: ["groq", "openai/gpt-oss-120b"],
    usage: {
      queue_time: 0.01,
      prompt_tokens: 80,
      completion_tokens: 50,
      total_tokens: 130,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 30 },
    },
    counts: { inputTokens: 16, cacheReadTokens: 64, outputTokens: 20, reasoningTokens: 30 },
    input: 2_400n + 4_800n,
    output: 12_000n + 18_000n,
  },
  {
    title: "Fireworks: a cached token of gpt-oss at 0.014",
    dialect: "openai",
    model: ["fireworks", "accounts/fireworks/models/gpt-oss-120b"],
    usage: {
      prompt_tokens: 40,
      completion_tokens: 12,
      total_tokens: 52,
      prompt_tokens_details: { cached_tokens: 24 },
    },
    counts: { inputTokens: 16, cacheReadTokens: 24, outputTokens: 12 },
    input: 2_400n + 336n,
    output: 7_200n,
  },
  {
    title: "OpenRouter: Claude's cache writes inside the prompt, at Anthropic's 3 / 0.3 / 3.75 / 15",
    dialect: "openai",
    model: ["openrouter", "anthropic/claude-sonnet-4.5"],
    usage: {
      prompt_tokens: 194,
      completion_tokens: 2,
      total_tokens: 196,
      prompt_tokens_details: { cached_tokens: 90, cache_write_tokens: 100, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
    counts: {
      inputTokens: 4,
      cacheReadTokens: 90,
      cacheWrite5mTokens: 100,
      inputAudioTokens: 0,
      outputTokens: 2,
      reasoningTokens: 0,
    },
    input: 12_000n + 27_000n + 375_000n,
    output: 30_000n,
  },
  {
    title: "Cohere: what is billed, not what was used, at 2.5 / 10",
    dialect: "cohere",
    model: ["cohere", "command-a-03-2025"],
    usage: {
      billed_units: { input_tokens: 5, output_tokens: 3 },
      tokens: { input_tokens: 71, output_tokens: 7 },
      cached_tokens: 64,
    },
    counts: { inputTokens: 5, outputTokens: 3 },
    input: 12_500n,
    output: 30_000n,
  },
  {
    title: "Cohere: pictures embedded are input, at 0.12",
    dialect: "cohere",
    model: ["cohere", "embed-v4.0"],
    usage: { billed_units: { input_tokens: 4, image_tokens: 1000 } },
    counts: { inputTokens: 1004 },
    input: 120_480n,
    output: 0n,
  },
];

/** Costs over the whole way: the vendor's usage, counts that do not overlap, the catalog's price of the model, nano-USD. */
describe("what a call costs", () => {
  it.each(GOLDEN)("$title", ({ dialect, model, usage, counts, input, output }) => {
    const read = READERS[dialect](usage);
    expect(read).toEqual(counts);
    expect(priceUsage(read ?? {}, catalogPrice(...model))).toMatchObject({
      isPriced: true,
      inputCostNanoUsd: input,
      outputCostNanoUsd: output,
      costNanoUsd: input + output,
    });
  });

  it.each<[string, Golden["model"], UsageCounts]>([
    ["pictures by a model that is priced for text", ["gemini", "gemini-2.5-flash"], { outputImageTokens: 1290 }],
    ["searches by Claude on Bedrock", ["bedrock", "anthropic.claude-opus-5"], { outputTokens: 1, searches: 1 }],
    ["a rerank whose price nobody has told", ["bedrock", "cohere.rerank-v3-5:0"], { searches: 1 }],
    ["Nova outside of the United States", ["bedrock", "eu.amazon.nova-lite-v1:0"], { inputTokens: 1 }],
  ])("is unknown, never zero, for %s", (_what, model, counts) => {
    expect(priceUsage(counts, catalogPrice(...model)).isPriced).toBe(false);
  });
});

function catalogPrice(providerId: string, modelId: string): Price | null {
  const perMillion = matchCatalog(providerId, modelId)?.pricesPerMillion;
  if (perMillion === undefined) return null;
  const units: Price["units"] = {};
  for (const unit of USAGE_UNITS) {
    const decimal = perMillion[unit];
    if (decimal !== undefined) units[unit] = parsePricePerMillion(decimal);
  }
  return { units, source: "catalog" };
}
