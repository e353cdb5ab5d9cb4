import { adaptBody } from "@/server/gateway/providers/openai-like/adapt-body";
import type { AskedReasoning } from "@/server/gateway/providers/openai-like/asked-reasoning";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { mistralToolCallId } from "./tool-call-id";

/** docs.mistral.ai/api/endpoint/chat, which refuses every field it does not know. */
export const adaptMistralBody = adaptBody({
  vendor: "Mistral",
  parts: { text: true, image_url: true, input_audio: audioPart, file: documentPart },
  pastReasoning: thinkingFirst,
  isNameless: true,
  toolCallId: mistralToolCallId,
  tokenLimit: "max_tokens",
  rename: { seed: "random_seed" },
  // Usage comes with the last chunk in any case.
  silent: ["stream_options"],
  ignored: [
    "user",
    "store",
    "safety_identifier",
    "prompt_cache_retention",
    "service_tier",
    "verbosity",
    "top_k",
    "modalities",
  ],
  refused: ["logprobs", "top_logprobs", "logit_bias", "audio"],
  reasoning: sendEffort,
  finish: completeShape,
});

/** The audio itself, without a word on its format. */
function audioPart(part: JsonRecord): JsonRecord | undefined {
  const data = readString(readRecord(part, "input_audio") ?? {}, "data");
  return data === undefined ? undefined : { type: "input_audio", input_audio: data };
}

/** A document by its address or inside the request; an uploaded file is known to its own vendor alone. */
function documentPart(part: JsonRecord): JsonRecord | undefined {
  const file = readRecord(part, "file") ?? {};
  const url = readString(file, "file_data") ?? readString(file, "file_url");
  if (url === undefined) return undefined;
  const name = readString(file, "filename");
  return { type: "document_url", document_url: url, ...(name === undefined ? {} : { document_name: name }) };
}

function thinkingFirst(message: JsonRecord, reasoning: string): JsonRecord {
  const text = readString(message, "content");
  const thinking = { type: "thinking", thinking: [{ type: "text", text: reasoning }] };
  return { ...message, content: text ? [thinking, { type: "text", text }] : [thinking] };
}

/** `high` or `none`; Magistral always thinks. */
function sendEffort(asked: AskedReasoning, body: JsonRecord, warnings: string[]): JsonRecord {
  const model = readString(body, "model") ?? "";
  if (/magistral/.test(model)) {
    if (!asked.isOn) warnings.push(`Thinking could not be switched off: ${model} always thinks.`);
    return {};
  }
  if (!asked.isOn) return { reasoning_effort: "none" };
  if (asked.effort !== "high") warnings.push("The model thinks with effort high: Mistral knows only high and none.");
  return { reasoning_effort: "high" };
}

/** `parameters` may not be missing, "any" is Mistral's older word for "required", and an answer that is begun for it has to be called so. */
function completeShape(body: JsonRecord): JsonRecord {
  const complete = { ...body };
  if (Array.isArray(body.tools)) complete.tools = body.tools.map(withParameters);
  if (body.tool_choice === "required") complete.tool_choice = "any";
  const messages = [...readArray(body, "messages")];
  const last = messages.at(-1);
  if (isRecord(last) && last.role === "assistant" && last.tool_calls === undefined)
    messages.splice(-1, 1, { ...last, prefix: true });
  return { ...complete, messages };
}

function withParameters(tool: unknown): unknown {
  const described = isRecord(tool) ? readRecord(tool, "function") : undefined;
  if (!isRecord(tool) || described === undefined || described.parameters !== undefined) return tool;
  return { ...tool, function: { ...described, parameters: { type: "object", properties: {} } } };
}
