import { adaptBody } from "@/server/gateway/providers/openai-like/adapt-body";
import { type AskedReasoning, effortOf } from "@/server/gateway/providers/openai-like/asked-reasoning";
import { describeSchema } from "@/server/gateway/providers/openai-like/describe-schema";
import { isRecord, type JsonRecord, readArray, readRecord } from "@/server/gateway/providers/wire/json-value";

/** api-docs.deepseek.com/api/create-chat-completion and /guides/thinking_mode. */
export const adaptDeepSeekBody = adaptBody({
  vendor: "DeepSeek",
  parts: { text: true, image_url: true },
  pastReasoning: "reasoning_content",
  tokenLimit: "max_tokens",
  isSingleChoice: true,
  ignored: [
    "top_k",
    "seed",
    "user",
    "metadata",
    "store",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "parallel_tool_calls",
    "service_tier",
    "verbosity",
    "prediction",
    "modalities",
  ],
  refused: ["logit_bias", "audio"],
  reasoning: sendThinking,
  finish: (body, warnings) => fillReasoning(describeSchema(body, "DeepSeek", warnings)),
});

/** The vendor's own scale is `low`, `high` and `max`; it thinks unless told not to. */
function sendThinking(asked: AskedReasoning): JsonRecord {
  if (!asked.isOn) return { thinking: { type: "disabled" } };
  const thinking = { type: "enabled" };
  if (asked.effort === undefined && asked.budgetTokens === undefined) return { thinking };
  const effort = effortOf(asked);
  if (effort === "max") return { thinking, reasoning_effort: "max" };
  return { thinking, reasoning_effort: effort === "minimal" || effort === "low" ? "low" : "high" };
}

/**
 * While it thinks, DeepSeek answers 400 to a past turn with tool calls that comes without its thinking. Where that is lost, or another
 * model wrote the turn, an empty one is accepted.
 */
function fillReasoning(body: JsonRecord): JsonRecord {
  if (readRecord(body, "thinking")?.type === "disabled" || body.model === "deepseek-chat") return body;
  const messages = readArray(body, "messages").map((message) =>
    isRecord(message) && message.tool_calls !== undefined && message.reasoning_content === undefined
      ? { ...message, reasoning_content: "" }
      : message,
  );
  return { ...body, messages };
}
