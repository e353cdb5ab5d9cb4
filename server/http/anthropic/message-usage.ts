import type { MessageDeltaUsage, Usage } from "@anthropic-ai/sdk/resources/messages";
import { totalOutputTokens, type UsageCounts } from "@/server/gateway/spec/usage";

/** Our disjoint counts as the Messages API shows them: cached tokens beside `input_tokens`, thinking inside `output_tokens`. */
export function toMessageUsage(counts: UsageCounts): Usage {
  const { cacheWrite5mTokens = 0, cacheWrite1hTokens = 0 } = counts;
  return {
    ...toDeltaUsage(counts),
    input_tokens: inputTokens(counts),
    cache_creation: {
      ephemeral_5m_input_tokens: cacheWrite5mTokens,
      ephemeral_1h_input_tokens: cacheWrite1hTokens,
    },
    service_tier: null,
    inference_geo: null,
    speed: null,
  };
}

/** The same at the end of a stream: totals of the whole answer. */
export function toDeltaUsage(counts: UsageCounts): MessageDeltaUsage {
  return {
    input_tokens: inputTokens(counts),
    cache_creation_input_tokens: (counts.cacheWrite5mTokens ?? 0) + (counts.cacheWrite1hTokens ?? 0),
    cache_read_input_tokens: counts.cacheReadTokens ?? 0,
    output_tokens: totalOutputTokens(counts),
    output_tokens_details: counts.reasoningTokens === undefined ? null : { thinking_tokens: counts.reasoningTokens },
    server_tool_use: null,
  };
}

function inputTokens({ inputTokens = 0, inputAudioTokens = 0 }: UsageCounts): number {
  return inputTokens + inputAudioTokens;
}
