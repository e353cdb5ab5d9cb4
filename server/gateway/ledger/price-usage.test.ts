import { describe, expect, it } from "vitest";
import type { Price } from "@/server/gateway/spec/price";
import { USAGE_UNITS, type UsageCounts, type UsageUnit } from "@/server/gateway/spec/usage";
import { parsePricePerMillion } from "./price-per-million";
import { priceUsage } from "./price-usage";

function price(perMillion: Partial<Record<UsageUnit, string>>): Price {
  const units: Price["units"] = {};
  for (const unit of USAGE_UNITS) {
    const decimal = perMillion[unit];
    if (decimal !== undefined) units[unit] = parsePricePerMillion(decimal);
  }
  return { units, source: "test" };
}

const mini = price({ inputTokens: "0.15", outputTokens: "0.60", cacheReadTokens: "0.075" });
const sonnet = price({
  inputTokens: "3",
  outputTokens: "15",
  cacheReadTokens: "0.30",
  cacheWrite5mTokens: "3.75",
  cacheWrite1hTokens: "6",
});
const plain = price({ inputTokens: "3", outputTokens: "15" });
const audio = price({ inputTokens: "2.5", outputTokens: "10", inputAudioTokens: "40", outputAudioTokens: "80" });
const smallest = price({ inputTokens: "0.000001", outputTokens: "0.000001" });

/** Figures worked out by hand: USD per million × count = micro-USD; × 1000 = nano-USD. [title, price, counts, input, output] */
const GOLDEN: [string, Price, UsageCounts, bigint, bigint][] = [
  ["nothing", mini, {}, 0n, 0n],
  ["explicit zeros", mini, { inputTokens: 0, outputTokens: 0 }, 0n, 0n],
  ["one input token at 0.15/M", mini, { inputTokens: 1 }, 150n, 0n],
  ["one output token at 0.60/M", mini, { outputTokens: 1 }, 0n, 600n],
  ["1,000 in, 500 out", mini, { inputTokens: 1000, outputTokens: 500 }, 150_000n, 300_000n],
  ["a million in", mini, { inputTokens: 1_000_000 }, 150_000_000n, 0n],
  ["cache reads at their own rate", mini, { inputTokens: 100, cacheReadTokens: 900 }, 15_000n + 67_500n, 0n],
  ["one cached token at 0.075/M", mini, { cacheReadTokens: 1 }, 75n, 0n],
  ["reasoning at the output rate", mini, { reasoningTokens: 1000, outputTokens: 10 }, 0n, 606_000n],
  ["five-minute cache write", sonnet, { cacheWrite5mTokens: 1000 }, 3_750_000n, 0n],
  ["one-hour cache write", sonnet, { cacheWrite1hTokens: 1000 }, 6_000_000n, 0n],
  [
    "all Anthropic units",
    sonnet,
    { inputTokens: 10, cacheReadTokens: 2000, cacheWrite5mTokens: 300, cacheWrite1hTokens: 40, outputTokens: 5 },
    30_000n + 600_000n + 1_125_000n + 240_000n,
    75_000n,
  ],
  ["cache read without a rate costs input", plain, { cacheReadTokens: 7 }, 21_000n, 0n],
  ["cache write without a rate costs input", plain, { cacheWrite5mTokens: 7 }, 21_000n, 0n],
  [
    "1 h write falls back to the 5 min rate",
    price({ inputTokens: "3", cacheWrite5mTokens: "3.75" }),
    { cacheWrite1hTokens: 4 },
    15_000n,
    0n,
  ],
  ["1 h write without any write rate costs input", plain, { cacheWrite1hTokens: 4 }, 12_000n, 0n],
  [
    "audio in and out at their own rates",
    audio,
    { inputTokens: 10, inputAudioTokens: 100, outputTokens: 20, outputAudioTokens: 50 },
    25_000n + 4_000_000n,
    200_000n + 4_000_000n,
  ],
  ["audio in without a rate costs input", plain, { inputAudioTokens: 3 }, 9_000n, 0n],
  ["audio out without a rate costs output", plain, { outputAudioTokens: 3 }, 0n, 45_000n],
  [
    "reasoning at its own rate",
    price({ outputTokens: "0.5", reasoningTokens: "4" }),
    { outputTokens: 2, reasoningTokens: 2 },
    0n,
    9_000n,
  ],
  ["embedding at 0.02/M", price({ inputTokens: "0.02" }), { inputTokens: 1 }, 20n, 0n],
  ["speech by character at 15/M", price({ characters: "15" }), { characters: 27 }, 405_000n, 0n],
  [
    "transcription by millisecond: a minute at 0.006 USD",
    price({ audioMs: "0.1" }),
    { audioMs: 60_000 },
    6_000_000n,
    0n,
  ],
  ["rerank: one search at 2 USD per thousand", price({ searches: "2000" }), { searches: 1 }, 2_000_000n, 0n],
  ["the smallest price is rounded up to one nano", smallest, { inputTokens: 1 }, 1n, 0n],
  ["1,000 of the smallest price are one nano", smallest, { inputTokens: 1000 }, 1n, 0n],
  ["1,001 of the smallest price are two nano", smallest, { inputTokens: 1001 }, 2n, 0n],
  ["rounded once: half a nano twice is one", smallest, { inputTokens: 500, outputTokens: 500 }, 1n, 0n],
  [
    "rounded once: input takes the round-up, output the rest",
    smallest,
    { inputTokens: 1500, outputTokens: 1000 },
    2n,
    1n,
  ],
  [
    "an explicit price of 0 is free and priced",
    price({ inputTokens: "0", outputTokens: "0" }),
    { inputTokens: 5, outputTokens: 5 },
    0n,
    0n,
  ],
  ["a billion tokens", sonnet, { inputTokens: 1_000_000_000 }, 3_000_000_000_000n, 0n],
];

describe("priceUsage", () => {
  it.each(GOLDEN)("charges exactly: %s", (_title, at, counts, input, output) => {
    const charge = priceUsage(counts, at);
    expect(charge).toMatchObject({
      isPriced: true,
      inputCostNanoUsd: input,
      outputCostNanoUsd: output,
      costNanoUsd: input + output,
      unpricedUnits: [],
    });
  });

  it("shows on the receipt each unit with its count, rate and amount", () => {
    expect(priceUsage({ inputTokens: 2, reasoningTokens: 3 }, mini).lines).toEqual([
      { unit: "inputTokens", count: 2, picoUsdPerUnit: 150_000n, picoUsd: 300_000n },
      { unit: "reasoningTokens", count: 3, picoUsdPerUnit: 600_000n, picoUsd: 1_800_000n },
    ]);
  });

  it.each<[string, UsageCounts, Price | null, UsageUnit[]]>([
    ["no price at all", { inputTokens: 1, outputTokens: 2 }, null, ["inputTokens", "outputTokens"]],
    ["no output rate", { inputTokens: 1, outputTokens: 2 }, price({ inputTokens: "3" }), ["outputTokens"]],
    ["characters have no fallback", { characters: 1 }, plain, ["characters"]],
    ["pictures never cost what text costs", { outputTokens: 3, outputImageTokens: 1290 }, plain, ["outputImageTokens"]],
    ["searches have no fallback", { outputTokens: 3, searches: 1 }, plain, ["searches"]],
    ["negative count", { inputTokens: -1 }, plain, ["inputTokens"]],
    ["fraction", { inputTokens: 1.5 }, plain, ["inputTokens"]],
    ["not a number", { outputTokens: Number.NaN }, plain, ["outputTokens"]],
    ["absurdly large", { outputTokens: 1e30 }, plain, ["outputTokens"]],
    ["more than a billion USD", { outputTokens: Number.MAX_SAFE_INTEGER }, plain, ["outputTokens"]],
  ])("says unpriced instead of charging a silent 0: %s", (_title, counts, at, unpricedUnits) => {
    expect(priceUsage(counts, at)).toMatchObject({
      isPriced: false,
      costNanoUsd: 0n,
      inputCostNanoUsd: 0n,
      outputCostNanoUsd: 0n,
      unpricedUnits,
    });
  });

  it("is never negative, never loses a part, and never throws, whatever the counts", () => {
    const odd = [0, 1, 7, 999, 1e6, 2 ** 31, 2 ** 53, 1e30, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY];
    for (const first of odd)
      for (const second of odd)
        for (const unit of USAGE_UNITS) {
          const charge = priceUsage({ inputTokens: first, [unit]: second }, sonnet);
          expect(charge.costNanoUsd >= 0n && charge.outputCostNanoUsd >= 0n).toBe(true);
          expect(charge.inputCostNanoUsd + charge.outputCostNanoUsd).toBe(charge.costNanoUsd);
        }
  });

  it("adds up a million tiny charges exactly", () => {
    let sum = 0n;
    for (let i = 0; i < 1_000_000; i++) sum += 20n;
    expect(priceUsage({ inputTokens: 1_000_000 }, price({ inputTokens: "0.02" })).costNanoUsd).toBe(sum);
  });
});
