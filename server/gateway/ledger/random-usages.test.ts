import { expect, it } from "vitest";
import { completeUsage } from "@/server/gateway/execution/estimate-usage";
import { readAnthropicUsage } from "@/server/gateway/providers/anthropic/read-usage";
import { readBedrockUsage } from "@/server/gateway/providers/bedrock/read-usage";
import { readCohereUsage } from "@/server/gateway/providers/cohere/read-usage";
import { readGeminiUsage } from "@/server/gateway/providers/google/read-usage";
import { readOpenAiUsage } from "@/server/gateway/providers/openai-like/read-usage";
import { readOpenRouterUsage } from "@/server/gateway/providers/openrouter/read-cost";
import { MAX_COUNT } from "@/server/gateway/providers/wire/read-count";
import type { Price, ServiceTier } from "@/server/gateway/spec/price";
import { USAGE_UNITS, type Usage, type UsageCounts } from "@/server/gateway/spec/usage";
import { priceUsage } from "./price-usage";

const RATE = 150_000_000n;
const price: Price = {
  units: Object.fromEntries(USAGE_UNITS.map((unit) => [unit, RATE / 2n])),
  source: "test",
  tiers: [
    { serviceTier: "standard", inputTokensAbove: 200_000, units: { inputTokens: RATE, outputTokens: RATE } },
    { serviceTier: "batch", inputTokensAbove: 0, units: { inputTokens: RATE / 4n } },
  ],
  minimumUnits: { audioMs: 10_000 },
};
/** Every unit at the most that a reader believes, at the dearest rate, in nano-USD. */
const BOUND = (BigInt(USAGE_UNITS.length) * BigInt(MAX_COUNT) * 2n * RATE) / 1000n;

const READERS: readonly ((usage: unknown) => Usage | undefined)[] = [
  readOpenAiUsage,
  readOpenRouterUsage,
  readGeminiUsage,
  readBedrockUsage,
  readCohereUsage,
  (usage) => {
    const counts = readAnthropicUsage(usage);
    return Object.keys(counts).length > 0 ? { counts, isEstimated: false } : undefined;
  },
];
const TIERS: readonly (ServiceTier | undefined)[] = [undefined, "standard", "batch", "flex", "priority", "other"];

/** Mulberry32, a small public-domain generator by Tommy Ettinger: numbers in [0, 1). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ODD: readonly unknown[] = [
  -1,
  -0,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  1e30,
  MAX_COUNT,
  MAX_COUNT + 1,
  "12",
  null,
  [],
  {},
  true,
];
const NAMES =
  "prompt_tokens completion_tokens total_tokens input_tokens output_tokens cached_tokens prompt_cache_hit_tokens cost promptTokenCount candidatesTokenCount thoughtsTokenCount totalTokenCount cachedContentTokenCount toolUsePromptTokenCount inputTokens outputTokens cacheReadInputTokens cacheWriteInputTokens cache_creation_input_tokens cache_read_input_tokens".split(
    " ",
  );

const SEED = Number(process.pid) * 7_919 + (Date.now() % 1_000_000);

it("A12: of 100,000 random usages, however wrong, none costs less than nothing or more than the bound, and none throws", {
  timeout: 60_000,
}, () => {
  const random = generator(SEED);
  const value = (): unknown => {
    const roll = random();
    if (roll < 0.35) return ODD[Math.floor(random() * ODD.length)];
    return Math.floor(random() ** 4 * 1_000_000);
  };
  const usage = (): unknown => {
    if (random() < 0.02) return ODD[Math.floor(random() * ODD.length)];
    const made: Record<string, unknown> = {};
    for (const name of NAMES) if (random() < 0.4) made[name] = value();
    // Parts larger than their whole are among these.
    for (const details of ["prompt_tokens_details", "completion_tokens_details", "cache_creation", "billed_units"])
      if (random() < 0.3)
        made[details] = {
          cached_tokens: value(),
          cache_write_tokens: value(),
          audio_tokens: value(),
          reasoning_tokens: value(),
          ephemeral_1h_input_tokens: value(),
          input_tokens: value(),
          search_units: value(),
        };
    return made;
  };
  const broken: string[] = [];
  let read = 0;
  for (let index = 0; index < 100_000; index++) {
    const said = usage();
    const reported = READERS[index % READERS.length]?.(said);
    if (reported) read += 1;
    const whole = completeUsage(reported, { inputTokens: 10, outputTokens: 5 });
    const charge = priceUsage(whole.counts, price, TIERS[index % TIERS.length]);
    const isWhole = Object.values(whole.counts).every((count) => Number.isSafeInteger(count) && count >= 0);
    const isSound =
      isWhole &&
      charge.costNanoUsd >= 0n &&
      charge.outputCostNanoUsd >= 0n &&
      charge.costNanoUsd <= BOUND &&
      charge.inputCostNanoUsd + charge.outputCostNanoUsd === charge.costNanoUsd &&
      (reported !== undefined || whole.isEstimated);
    if (!isSound) broken.push(JSON.stringify(said));
  }
  expect({ seed: SEED, broken: broken.slice(0, 3) }).toEqual({ seed: SEED, broken: [] });
  expect(read).toBeGreaterThan(50_000);
});

it("A12: a count that can't be makes the attempt unpriced, with its unit named, and never negative", {
  timeout: 60_000,
}, () => {
  const random = generator(SEED + 1);
  const broken: UsageCounts[] = [];
  for (let index = 0; index < 20_000; index++) {
    const counts: UsageCounts = {};
    for (const unit of USAGE_UNITS) {
      const odd = ODD[Math.floor(random() * ODD.length)];
      if (random() < 0.3 && typeof odd === "number") counts[unit] = odd;
      else if (random() < 0.5) counts[unit] = Math.floor(random() * 1_000);
    }
    const bad = USAGE_UNITS.filter((unit) => {
      const count = counts[unit] ?? 0;
      return count !== 0 && !(Number.isSafeInteger(count) && count > 0);
    });
    const charge = priceUsage(counts, price);
    const isNamed = bad.every((unit) => charge.unpricedUnits.includes(unit));
    const isUnpriced = !charge.isPriced && charge.costNanoUsd === 0n;
    if (!isNamed || (bad.length > 0 && !isUnpriced)) broken.push(counts);
  }
  expect({ seed: SEED + 1, broken: broken.slice(0, 3) }).toEqual({ seed: SEED + 1, broken: [] });
});
