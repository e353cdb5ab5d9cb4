import { AppError } from "@/lib/contracts/errors";
import { lookUp } from "@/lib/look-up";
import type { ChatCall, ChatRequest } from "@/server/gateway/spec/chat";
import { Translation } from "@/server/http/chat/translation";
import { explainRefusal } from "@/server/http/openai/explain-refusal";
import type { ResponsesRequest } from "./responses-request";
import { toMessages } from "./to-messages";
import { toTools } from "./to-tools";

/** Fields that mean the same in the neutral request. Some are chat's own, which clients send here as well. */
const SAME: readonly string[] = [
  "temperature",
  "top_p",
  "parallel_tool_calls",
  "service_tier",
  "safety_identifier",
  "prompt_cache_key",
  "user",
  "top_k",
  "seed",
  "stop",
  "presence_penalty",
  "frequency_penalty",
  "logit_bias",
  "thinking",
];

/** Fields that are translated one by one, echoed in the answer, or mean nothing without a store or a hosted tool. */
const READ: ReadonlySet<string> = new Set([
  "model",
  "input",
  "instructions",
  "stream",
  "stream_options",
  "background",
  "store",
  "tools",
  "tool_choice",
  "max_output_tokens",
  "top_logprobs",
  "include",
  "text",
  "reasoning",
  "metadata",
  "truncation",
  "max_tool_calls",
  "prompt_cache_options",
  "prompt_cache_retention",
]);

/** What only the server that runs or keeps it can honour, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  previous_response_id:
    "continues an answer that is kept at OpenAI. Send the whole conversation as input items instead.",
  conversation: "continues a conversation that is kept at OpenAI. Send the whole conversation as input items instead.",
  prompt: "names a prompt template that is kept at OpenAI. Send its text as instructions instead.",
  moderation: "asks OpenAI to moderate the answer.",
};

const HONOURED_INCLUDES: ReadonlySet<string> = new Set(["reasoning.encrypted_content", "message.output_text.logprobs"]);

/** A request in the Responses dialect as a neutral chat call. Throws `untranslatable` for what no provider behind Sluice could serve. */
export function toChatCall(body: ResponsesRequest, text: string): ChatCall {
  if (body.background && !body.stream) {
    throw new AppError(
      "untranslatable",
      '"background" asks for an answer to be fetched later, but Sluice keeps no responses. Leave it out, or stream the answer.',
      { param: "background" },
    );
  }
  const translation = new Translation(explainRefusal);
  const request: ChatRequest = {
    model: body.model,
    messages: toMessages(body, translation),
    ...toTools(body, translation),
    ...toSettings(body, translation),
  };
  if (body.stream) request.stream = true;
  for (const name of SAME) if (body[name] != null) request[name] = body[name];
  // Chat takes it beside tools only, Responses always.
  if (!request.tools) delete request.parallel_tool_calls;
  noteTheRest(body, translation);
  // After the refusals: what continues elsewhere, or is a template, needs no input.
  if (request.messages.length === 0) translation.misread("input", "send a text, or at least one item");
  return { request, native: { dialect: "responses", body, text, headers: {} }, ...translation.outcome() };
}

function toSettings(body: ResponsesRequest, translation: Translation): Partial<ChatRequest> {
  const { max_output_tokens: maxTokens, reasoning, text, include, top_logprobs: topLogprobs } = body;
  const settings: Partial<ChatRequest> = {};
  if (maxTokens != null) settings.max_tokens = maxTokens;
  if (reasoning?.effort != null) settings.reasoning_effort = reasoning.effort;
  if (text?.verbosity != null) settings.verbosity = text.verbosity;
  if (text?.format != null) {
    const format = toResponseFormat(text.format, translation);
    if (format !== undefined) settings.response_format = format;
  }
  if (topLogprobs || include?.includes("message.output_text.logprobs")) {
    settings.logprobs = true;
    if (topLogprobs) settings.top_logprobs = topLogprobs;
  }
  return settings;
}

/** Chat nests what Responses keep flat. */
function toResponseFormat(
  { type, ...rest }: Readonly<Record<string, unknown>>,
  translation: Translation,
): Record<string, unknown> | undefined {
  if (type === "text") return undefined;
  if (type === "json_object") return { type };
  if (type === "json_schema") return { type, json_schema: rest };
  return void translation.refuse("text.format", `asks for the format "${type}", which this model does not know.`);
}

function noteTheRest(body: ResponsesRequest, translation: Translation): void {
  for (const [name, value] of Object.entries(body)) {
    if (value == null || READ.has(name) || SAME.includes(name)) continue;
    const reason = lookUp(REFUSED, name);
    if (reason === undefined) translation.lose(`"${name}" was left out: the provider's API has no such field.`);
    else translation.refuse(name, reason);
  }
  if (body.background) translation.lose('"background" was left out: the answer ends when its client goes away.');
  if (body.store) translation.lose('The response was not stored, whatever "store" says: Sluice keeps no responses.');
  if (body.truncation === "auto")
    translation.lose('"truncation" was left out: an input that is too long is refused, not shortened.');
  for (const name of body.include ?? [])
    if (!HONOURED_INCLUDES.has(name)) translation.lose(`"${name}" can't be included: only OpenAI's own tools give it.`);
}
