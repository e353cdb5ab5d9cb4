import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { lookUp } from "@/lib/look-up";
import type { ChatCall, ChatRequest } from "@/server/gateway/spec/chat";
import { Translation } from "@/server/http/chat/translation";
import type { CountTokensBody } from "./messages-body";
import { readBlock } from "./read-block";
import { toChatMessages } from "./to-chat-messages";
import { toChatTools } from "./to-chat-tools";

/** Headers of the dialect that change what the provider does. */
const MEANINGFUL_HEADERS = ["anthropic-beta", "anthropic-version"] as const;

const TRANSLATED_FIELDS = new Set([
  "model",
  "max_tokens",
  "messages",
  "system",
  "stop_sequences",
  "stream",
  "temperature",
  "top_p",
  "top_k",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "output_format",
  "metadata",
  "service_tier",
  "context_management",
]);

/** Fields without which the request means another thing, and what they ask for. */
const REFUSED_FIELDS: Readonly<Record<string, string>> = {
  mcp_servers: "MCP servers that the provider itself calls",
  container: "a container that the provider keeps",
  inference_geo: "the region in which Anthropic computes the answer",
};

/** OpenAI's bound on `user`. */
const MAX_USER_CHARACTERS = 64;

const schemaFormat = z.object({ type: z.literal("json_schema"), schema: z.record(z.string(), z.unknown()) });
const contextEdits = z.object({ edits: z.array(z.looseObject({ type: z.string() })).nullish() });

/**
 * A Messages body as a chat call: the client's own bytes for providers of its dialect, the neutral request for all others, with what that
 * can't carry. Field by field after platform.claude.com/docs/en/api/messages/create.
 */
export function toChatCall(
  body: CountTokensBody,
  text: string,
  headers: IncomingHttpHeaders,
): ChatCall & Required<Pick<ChatCall, "native" | "losses">> {
  const translation = new Translation(explainRefusal);
  const request: ChatRequest = {
    model: body.model,
    messages: toChatMessages(body, translation),
    ...toChatTools(body, translation),
    ...toSampling(body, translation),
    ...toThinking(body),
    ...toFormat(body, translation),
  };
  if (body.stream) request.stream = true;
  const user = body.metadata?.user_id;
  if (user) request.user = user.length <= MAX_USER_CHARACTERS ? user : digest(user);
  if (body.service_tier === "auto") request.service_tier = "auto";
  if (body.service_tier === "standard_only") request.service_tier = "default";
  noteRest(body, translation);
  return {
    request,
    native: { dialect: "messages", body, text, headers: meaningful(headers) },
    ...translation.outcome(),
  };
}

function toSampling(
  { max_tokens, stop_sequences, temperature, top_p, top_k }: CountTokensBody,
  translation: Translation,
): Partial<ChatRequest> {
  const fields: Partial<ChatRequest> = {};
  if (max_tokens === 0)
    translation.refuse("max_tokens", "Filling the cache without an answer (max_tokens: 0) is Anthropic's.");
  else if (max_tokens !== undefined) fields.max_tokens = max_tokens;
  if (stop_sequences?.length) fields.stop = stop_sequences;
  if (typeof temperature === "number") fields.temperature = temperature;
  if (typeof top_p === "number") fields.top_p = top_p;
  if (typeof top_k === "number") fields.top_k = top_k;
  return fields;
}

function toThinking({ thinking, output_config }: CountTokensBody): Partial<ChatRequest> {
  return {
    ...(thinking ? { thinking } : {}),
    ...(output_config?.effort ? { reasoning_effort: output_config.effort } : {}),
  };
}

/** `output_format` is the name that the field had before it moved into `output_config`. */
function toFormat({ output_config, output_format }: CountTokensBody, translation: Translation): Partial<ChatRequest> {
  for (const name in output_config)
    if (name !== "effort" && name !== "format") translation.lose(`"output_config.${name}" was left out.`);
  const format = output_config?.format ?? output_format;
  if (!format) return {};
  const { schema } = readBlock(schemaFormat, format, output_config?.format ? "output_config.format" : "output_format");
  return { response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } } };
}

/** What is left of the body: refused, or told as lost. */
function noteRest(body: CountTokensBody, translation: Translation): void {
  for (const [name, value] of Object.entries(body)) {
    if (TRANSLATED_FIELDS.has(name) || value === null || value === undefined) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    const asked = lookUp(REFUSED_FIELDS, name);
    if (asked === undefined) translation.lose(`"${name}" was left out: other providers don't take it.`);
    else translation.refuse(name, `"${name}" asks for ${asked}.`);
  }
  if (body.context_management) noteContextEdits(body.context_management, translation);
}

/** Clearing old turns only saves room, so all of them are sent; anything else, as compaction, rewrites the conversation. */
function noteContextEdits(value: unknown, translation: Translation): void {
  const { edits } = readBlock(contextEdits, value, "context_management");
  for (const { type } of edits ?? []) {
    if (type.startsWith("clear_"))
      translation.lose("Old turns were not cleared from the context: only Anthropic does that.");
    else translation.refuse("context_management", `The edit "${type}" of the context is done by Anthropic alone.`);
  }
}

function explainRefusal(_param: string, what: string): string {
  return `${what} Only a provider that speaks Anthropic's Messages API can serve that: choose a model of such a provider, or leave it out.`;
}

function meaningful(headers: IncomingHttpHeaders): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of MEANINGFUL_HEADERS) {
    const value = headers[name];
    if (typeof value === "string") found[name] = value;
  }
  return found;
}

/** As stable as the id itself, and within the bound of the vendors. */
function digest(user: string): string {
  return createHash("sha256").update(user).digest("hex");
}
