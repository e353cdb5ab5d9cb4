import { describe, expect, it } from "vitest";
import { totalInputTokens, totalOutputTokens } from "@/server/gateway/spec/usage";
import { readOpenAiUsage } from "./read-usage";

describe("usage in the OpenAI dialect", () => {
  it("takes cached, audio and reasoning tokens out of the totals that hold them", () => {
    const usage = readOpenAiUsage({
      prompt_tokens: 100,
      completion_tokens: 60,
      total_tokens: 160,
      prompt_tokens_details: { cached_tokens: 40, audio_tokens: 10 },
      completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 5 },
    });
    expect(usage).toEqual({
      counts: {
        inputTokens: 50,
        cacheReadTokens: 40,
        inputAudioTokens: 10,
        outputTokens: 35,
        reasoningTokens: 20,
        outputAudioTokens: 5,
      },
      isEstimated: false,
    });
  });

  it("keeps an explicit zero and invents none", () => {
    expect(readOpenAiUsage({ prompt_tokens: 0, completion_tokens: 0 })?.counts).toEqual({
      inputTokens: 0,
      outputTokens: 0,
    });
    expect(readOpenAiUsage({ prompt_tokens: 7 })?.counts).toEqual({ inputTokens: 7 });
    expect(readOpenAiUsage({ prompt_tokens: 7, prompt_tokens_details: { cached_tokens: 0 } })?.counts).toEqual({
      inputTokens: 7,
      cacheReadTokens: 0,
    });
  });

  it("counts reasoning that a vendor reports beside the completion, as its total shows", () => {
    const usage = readOpenAiUsage({
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 115,
      completion_tokens_details: { reasoning_tokens: 100 },
    });
    expect(usage?.counts).toEqual({ inputTokens: 10, outputTokens: 5, reasoningTokens: 100 });
  });

  it("does not believe a part larger than its whole", () => {
    const usage = readOpenAiUsage({
      prompt_tokens: 10,
      completion_tokens: 5,
      prompt_tokens_details: { cached_tokens: 11 },
      completion_tokens_details: { reasoning_tokens: 6 },
    });
    expect(usage?.counts).toEqual({ inputTokens: 10, outputTokens: 5 });
  });

  it.each([null, undefined, "12", 12, [], {}, { prompt_tokens: null }, { prompt_tokens: "5" }])(
    "%j reports nothing",
    (value) => {
      expect(readOpenAiUsage(value)).toBeUndefined();
    },
  );

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1.5, 2 ** 53, 1e30])("a count of %d is not reported", (count) => {
    expect(readOpenAiUsage({ prompt_tokens: count, completion_tokens: 3 })?.counts).toEqual({ outputTokens: 3 });
  });

  it("yields whole, non-negative counts that never exceed the reported totals, whatever comes", () => {
    const odd = [0, 1, 2, 17, 1000, -5, 0.5, Number.NaN, 1e30, 2 ** 53, "9", null, undefined];
    let seed = 20_261_120;
    const pick = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return odd[seed % odd.length];
    };
    for (let round = 0; round < 20_000; round++) {
      const prompt = pick();
      const completion = pick();
      const usage = readOpenAiUsage({
        prompt_tokens: prompt,
        completion_tokens: completion,
        prompt_tokens_details: { cached_tokens: pick(), audio_tokens: pick(), cache_write_tokens: pick() },
        completion_tokens_details: { reasoning_tokens: pick(), audio_tokens: pick() },
      });
      if (usage === undefined) continue;
      for (const count of Object.values(usage.counts)) expect(Number.isInteger(count) && count >= 0).toBe(true);
      if (usage.counts.inputTokens !== undefined) expect(totalInputTokens(usage.counts)).toBe(prompt);
      if (usage.counts.outputTokens !== undefined) expect(totalOutputTokens(usage.counts)).toBe(completion);
    }
  });
});
