import { adaptBody } from "@/server/gateway/providers/openai-like/adapt-body";
import type { AskedReasoning } from "@/server/gateway/providers/openai-like/asked-reasoning";
import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";

const VENDOR = "Alibaba Cloud Model Studio";
/** Open Qwen3 models think by default, but not in an answer that comes whole (help.aliyun.com/en/model-studio/error-code). */
const THINKS_IN_STREAMS_ONLY = /^qwen3-\d+(\.\d+)?b(-a\d+b)?$/;

/** www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions. */
export const adaptDashscopeBody = adaptBody({
  vendor: VENDOR,
  parts: { text: true, image_url: true, input_audio: audioPart, video: true, video_url: true },
  pastReasoning: "reasoning_content",
  hasCacheControl: true,
  tokenLimit: "max_tokens",
  ignored: [
    "user",
    "metadata",
    "store",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "service_tier",
    "verbosity",
    "prediction",
  ],
  refused: ["logit_bias"],
  reasoning: sendThinking,
  finish: (body, warnings) => forceTool(stillThinking(body, warnings)),
});

/** Audio has to be an address or a data URL. */
function audioPart(part: JsonRecord): JsonRecord | undefined {
  const audio = readRecord(part, "input_audio");
  const data = audio === undefined ? undefined : readString(audio, "data");
  if (audio === undefined || data === undefined) return undefined;
  return /^(https?|data):/.test(data) ? part : { ...part, input_audio: { ...audio, data: `data:;base64,${data}` } };
}

/** Thinking is on or off, and may be given a budget. */
function sendThinking(asked: AskedReasoning, _body: JsonRecord, warnings: string[]): JsonRecord {
  if (!asked.isOn) return { enable_thinking: false };
  if (asked.budgetTokens !== undefined) return { enable_thinking: true, thinking_budget: asked.budgetTokens };
  if (asked.effort !== undefined)
    warnings.push(`The effort of thinking was left out: ${VENDOR} knows only a budget of tokens, by "thinking".`);
  return { enable_thinking: true };
}

function stillThinking(body: JsonRecord, warnings: string[]): JsonRecord {
  if (body.stream === true || body.enable_thinking === false) return body;
  const model = readString(body, "model") ?? "";
  if (!THINKS_IN_STREAMS_ONLY.test(model)) return body;
  if (body.enable_thinking === true) warnings.push(`Thinking was switched off: ${model} thinks in streams only.`);
  return { ...body, enable_thinking: false };
}

/** "required" is not known; with one tool, that tool by its name means the same. */
function forceTool(body: JsonRecord): JsonRecord {
  if (body.tool_choice !== "required") return body;
  const [tool, ...others] = readArray(body, "tools");
  const name = isRecord(tool) ? readString(readRecord(tool, "function") ?? {}, "name") : undefined;
  if (name === undefined || others.length > 0) throw untranslatable(VENDOR, `"tool_choice": "required"`, "tool_choice");
  return { ...body, tool_choice: { type: "function", function: { name } } };
}
