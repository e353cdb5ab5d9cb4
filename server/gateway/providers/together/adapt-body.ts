import { adaptBody } from "@/server/gateway/providers/openai-like/adapt-body";
import { type AskedReasoning, effortOf } from "@/server/gateway/providers/openai-like/asked-reasoning";
import type { JsonRecord } from "@/server/gateway/providers/wire/json-value";

/** docs.together.ai/reference/chat-completions. */
export const adaptTogetherBody = adaptBody({
  vendor: "Together AI",
  parts: { text: true, image_url: true, video_url: true, audio_url: true, input_audio: true },
  tokenLimit: "max_tokens",
  ignored: [
    "user",
    "store",
    "metadata",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "service_tier",
    "parallel_tool_calls",
    "verbosity",
    "prediction",
    "modalities",
  ],
  refused: ["audio"],
  reasoning: sendReasoning,
  finish: numberLogprobs,
});

/** Hybrid models are switched by `reasoning.enabled`, the others know three efforts. */
function sendReasoning(asked: AskedReasoning): JsonRecord {
  if (!asked.isOn) return { reasoning: { enabled: false } };
  if (asked.effort === undefined && asked.budgetTokens === undefined) return { reasoning: { enabled: true } };
  const effort = effortOf(asked);
  if (effort === "minimal" || effort === "low") return { reasoning_effort: "low" };
  return { reasoning_effort: effort === "medium" ? "medium" : "high" };
}

/** `logprobs` is the number of alternatives here, and `stop` a list. */
function numberLogprobs({ logprobs, top_logprobs: count, stop, ...body }: JsonRecord, warnings: string[]): JsonRecord {
  const adapted: JsonRecord = { ...body };
  if (stop !== undefined) adapted.stop = typeof stop === "string" ? [stop] : stop;
  if (typeof logprobs === "number") adapted.logprobs = logprobs;
  else if (logprobs === true) {
    adapted.logprobs = typeof count === "number" && count > 0 ? count : 1;
    warnings.push("Log probabilities come in Together AI's own shape.");
  }
  return adapted;
}
