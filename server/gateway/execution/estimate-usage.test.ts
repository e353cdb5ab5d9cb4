import { describe, expect, it } from "vitest";
import { readAnthropicUsage } from "@/server/gateway/providers/anthropic/read-usage";
import { readGeminiUsage } from "@/server/gateway/providers/google/read-usage";
import { readOpenAiUsage } from "@/server/gateway/providers/openai-like/read-usage";
import { completeUsage } from "./estimate-usage";

const estimate = { inputTokens: 40, outputTokens: 7 };

describe("A9: usage as it is reported", () => {
  it("stays zero where it is an explicit zero, and is not flagged", () => {
    for (const reported of [
      readOpenAiUsage({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }),
      { counts: readAnthropicUsage({ input_tokens: 0, output_tokens: 0 }), isEstimated: false },
      readGeminiUsage({ promptTokenCount: 0, candidatesTokenCount: 0, totalTokenCount: 0 }),
    ])
      expect(completeUsage(reported, estimate)).toMatchObject({
        counts: { inputTokens: 0, outputTokens: 0 },
        isEstimated: false,
      });
  });

  it.each([undefined, null, {}, "usage", { prompt_tokens: null, completion_tokens: null }])(
    "is the estimate, flagged, where it is %j",
    (usage) => {
      expect(completeUsage(readOpenAiUsage(usage), estimate)).toEqual({ counts: estimate, isEstimated: true });
    },
  );

  it("is filled in, and flagged, on the side that is null, while a reported zero of the other stays", () => {
    expect(completeUsage(readOpenAiUsage({ prompt_tokens: 0, completion_tokens: null }), estimate)).toEqual({
      counts: { inputTokens: 0, outputTokens: 7 },
      isEstimated: true,
    });
    expect(completeUsage(readOpenAiUsage({ prompt_tokens: null, completion_tokens: 0 }), estimate)).toEqual({
      counts: { inputTokens: 40, outputTokens: 0 },
      isEstimated: true,
    });
  });
});
