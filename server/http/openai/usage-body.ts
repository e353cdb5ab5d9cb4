import { totalInputTokens, totalOutputTokens, type UsageCounts } from "@/server/gateway/spec/usage";

/** Our disjoint counts as OpenAI shows them: cached tokens inside input, reasoning inside output. */
export function toUsageBody(counts: UsageCounts) {
  const promptTokens = totalInputTokens(counts);
  const completionTokens = totalOutputTokens(counts);
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: counts.cacheReadTokens ?? 0, audio_tokens: counts.inputAudioTokens ?? 0 },
    completion_tokens_details: {
      reasoning_tokens: counts.reasoningTokens ?? 0,
      audio_tokens: counts.outputAudioTokens ?? 0,
    },
  };
}
