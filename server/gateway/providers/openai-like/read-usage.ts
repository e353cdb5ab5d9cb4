import { isRecord, type JsonRecord, readRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";

/**
 * OpenAI's `usage` in units that do not overlap. Cached and audio tokens lie inside `prompt_tokens`, reasoning and audio inside
 * `completion_tokens`; a part larger than its whole is not believed. Vendors that report reasoning beside the completion are
 * recognised by their `total_tokens`. Undefined when neither side is reported.
 */
export function readOpenAiUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const prompt = readCount(value, "prompt_tokens") ?? readCount(value, "input_tokens");
  const completion = readCount(value, "completion_tokens") ?? readCount(value, "output_tokens");
  if (prompt === undefined && completion === undefined) return undefined;
  const counts: UsageCounts = {};
  if (prompt !== undefined) splitInput(value, prompt, counts);
  if (completion !== undefined) splitOutput(value, prompt ?? 0, completion, counts);
  return { counts, isEstimated: false };
}

function splitInput(usage: JsonRecord, prompt: number, counts: UsageCounts): void {
  const details =
    readRecord(usage, "prompt_tokens_details") ??
    readRecord(usage, "input_tokens_details") ??
    readRecord(usage, "prompt_token_details");
  let rest = prompt;
  const take = (unit: "cacheReadTokens" | "cacheWrite5mTokens" | "inputAudioTokens", part: number | undefined) => {
    if (part === undefined || part > rest) return;
    counts[unit] = part;
    rest -= part;
  };
  take("cacheReadTokens", readCount(details, "cached_tokens") ?? readCachedElsewhere(usage));
  take(
    "cacheWrite5mTokens",
    readCount(details, "cache_write_tokens") ?? readCount(details, "cache_creation_input_tokens"),
  );
  take("inputAudioTokens", readCount(details, "audio_tokens"));
  counts.inputTokens = rest;
}

/** DeepSeek's, Moonshot's and Mistral's names for it. */
function readCachedElsewhere(usage: JsonRecord): number | undefined {
  return (
    readCount(usage, "prompt_cache_hit_tokens") ??
    readCount(usage, "cached_tokens") ??
    readCount(usage, "num_cached_tokens")
  );
}

function splitOutput(usage: JsonRecord, prompt: number, completion: number, counts: UsageCounts): void {
  const details = readRecord(usage, "completion_tokens_details") ?? readRecord(usage, "output_tokens_details");
  const reasoning = readCount(details, "reasoning_tokens");
  const isReasoningOutside =
    reasoning !== undefined && reasoning > 0 && readCount(usage, "total_tokens") === prompt + completion + reasoning;
  let rest = completion;
  if (reasoning !== undefined && (isReasoningOutside || reasoning <= rest)) {
    counts.reasoningTokens = reasoning;
    if (!isReasoningOutside) rest -= reasoning;
  }
  const audio = readCount(details, "audio_tokens");
  if (audio !== undefined && audio <= rest) {
    counts.outputAudioTokens = audio;
    rest -= audio;
  }
  counts.outputTokens = rest;
}
