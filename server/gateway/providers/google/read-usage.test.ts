import { expect, it } from "vitest";
import { readGeminiUsage } from "./read-usage";

it.each([
  ["nothing told", {}, undefined],
  ["nothing at all", null, undefined],
  [
    "cached and spoken input",
    {
      promptTokenCount: 100,
      cachedContentTokenCount: 60,
      candidatesTokenCount: 5,
      promptTokensDetails: [
        { modality: "AUDIO", tokenCount: 50 },
        { modality: "TEXT", tokenCount: 50 },
      ],
      cacheTokensDetails: [{ modality: "AUDIO", tokenCount: 30 }],
    },
    { inputTokens: 20, cacheReadTokens: 60, inputAudioTokens: 20, outputTokens: 5 },
  ],
  ["a cache larger than the prompt", { promptTokenCount: 10, cachedContentTokenCount: 60 }, { inputTokens: 10 }],
  ["results of Google's tools", { promptTokenCount: 10, toolUsePromptTokenCount: 5 }, { inputTokens: 15 }],
  [
    "spoken output",
    { promptTokenCount: 1, candidatesTokenCount: 30, candidatesTokensDetails: [{ modality: "AUDIO", tokenCount: 25 }] },
    { inputTokens: 1, outputTokens: 5, outputAudioTokens: 25 },
  ],
  [
    "drawn output",
    {
      promptTokenCount: 8,
      candidatesTokenCount: 1300,
      candidatesTokensDetails: [{ modality: "IMAGE", tokenCount: 1290 }],
      thoughtsTokenCount: 7,
    },
    { inputTokens: 8, reasoningTokens: 7, outputTokens: 10, outputImageTokens: 1290 },
  ],
  [
    "more pictures than output",
    { promptTokenCount: 8, candidatesTokenCount: 5, candidatesTokensDetails: [{ modality: "IMAGE", tokenCount: 6 }] },
    { inputTokens: 8, outputTokens: 5 },
  ],
  [
    "an answer of thoughts alone",
    { promptTokenCount: 10, thoughtsTokenCount: 7, totalTokenCount: 17 },
    { inputTokens: 10, reasoningTokens: 7, outputTokens: 0 },
  ],
  ["output not told", { promptTokenCount: 10, totalTokenCount: 30 }, { inputTokens: 10 }],
])("counts nothing twice and nothing unsaid: %s", (_what, metadata, counts) => {
  expect(readGeminiUsage(metadata)?.counts).toEqual(counts);
});
