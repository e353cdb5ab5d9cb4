import { adaptBody } from "@/server/gateway/providers/openai-like/adapt-body";
import { type AskedReasoning, effortOf } from "@/server/gateway/providers/openai-like/asked-reasoning";
import { describeSchema } from "@/server/gateway/providers/openai-like/describe-schema";
import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import { type JsonRecord, readString } from "@/server/gateway/providers/wire/json-value";

const VENDOR = "Zhipu AI";
/** From GLM-5.2 on, thinking comes in grades. */
const GRADED = /^glm-(5\.[2-9]|[6-9])/i;

/** docs.z.ai/api-reference/llm/chat-completion. */
export const adaptZhipuBody = adaptBody({
  vendor: VENDOR,
  parts: { text: true, image_url: true, video_url: true, file_url: true, input_audio: true },
  pastReasoning: "reasoning_content",
  isNameless: true,
  tokenLimit: "max_tokens",
  isSingleChoice: true,
  toolTypes: ["retrieval", "web_search", "mcp"],
  // Usage comes with the last chunk in any case.
  silent: ["stream_options"],
  ignored: [
    "user",
    "top_k",
    "metadata",
    "store",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "frequency_penalty",
    "presence_penalty",
    "parallel_tool_calls",
    "service_tier",
    "verbosity",
    "prediction",
    "modalities",
  ],
  refused: ["logprobs", "top_logprobs", "logit_bias", "audio"],
  reasoning: sendThinking,
  finish: (body, warnings) => boundTemperature(chooseTools(describeSchema(body, VENDOR, warnings)), warnings),
});

/** `low`, `high` and `max` where there are grades; `clear_thinking` is the vendor's own word for keeping the thinking of earlier turns. */
function sendThinking(asked: AskedReasoning, body: JsonRecord): JsonRecord {
  if (!asked.isOn) return { thinking: { type: "disabled" } };
  const clear = asked.thinking?.clear_thinking;
  const thinking = { type: "enabled", ...(typeof clear === "boolean" && { clear_thinking: clear }) };
  const isGraded = GRADED.test(readString(body, "model") ?? "");
  if (!isGraded || (asked.effort === undefined && asked.budgetTokens === undefined)) return { thinking };
  const effort = effortOf(asked);
  if (effort === "minimal" || effort === "low") return { thinking, reasoning_effort: "low" };
  return { thinking, reasoning_effort: effort === "xhigh" || effort === "max" ? "max" : "high" };
}

/** The model always decides; no tools at all means the same as "none". */
function chooseTools({ tool_choice: choice, ...body }: JsonRecord): JsonRecord {
  if (choice === undefined || choice === "auto") return body;
  if (choice !== "none") throw untranslatable(VENDOR, `A "tool_choice" that forces a call`, "tool_choice");
  const { tools: _tools, ...rest } = body;
  return rest;
}

function boundTemperature(body: JsonRecord, warnings: string[]): JsonRecord {
  if (typeof body.temperature !== "number" || body.temperature <= 1) return body;
  warnings.push(`"temperature" was lowered to 1: ${VENDOR} goes no higher.`);
  return { ...body, temperature: 1 };
}
