import { lookUp } from "@/lib/look-up";
import { readAskedReasoning } from "@/server/gateway/providers/openai-like/asked-reasoning";
import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import { type JsonRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { SILENT_FIELDS } from "@/server/gateway/providers/wire/silent-fields";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { buildMessages } from "./build-messages";
import { buildTools } from "./build-tools";

/** Cohere's own fields that clients may send along. */
const EXTENSIONS = ["documents", "citation_options", "safety_mode", "strict_tools", "priority"];
const TRANSLATED = [
  "model",
  "messages",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "response_format",
  "temperature",
  "top_p",
  "top_k",
  "frequency_penalty",
  "presence_penalty",
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "seed",
  "logprobs",
  "top_logprobs",
  "reasoning_effort",
  "thinking",
  "n",
  "modalities",
];
const KNOWN = new Set([...EXTENSIONS, ...SILENT_FIELDS, ...TRANSLATED]);
/** What asks for something that only the vendor could do. */
const REFUSED = new Set(["web_search_options", "functions", "function_call", "audio"]);
/** Tokens to think by; higher efforts have no bound, as Cohere's own default. */
const BUDGETS: Record<string, number> = { minimal: 512, low: 2_048, medium: 8_192 };
const MOST_STOPS = 5;

/** The neutral chat request as a body of `POST /v2/chat` (docs.cohere.com/reference/chat). Says in `warnings` what was left out or bent. */
export function buildBody(request: ChatRequest, modelId: string, warnings: string[]): JsonRecord {
  refuse(request);
  const body: JsonRecord = {
    model: modelId,
    messages: buildMessages(request.messages),
    ...buildTools(request),
    ...buildFormat(request),
    ...buildSampling(request, warnings),
    ...buildThinking(request),
  };
  for (const name of EXTENSIONS) if (request[name] !== undefined && request[name] !== null) body[name] = request[name];
  for (const [name, value] of Object.entries(request))
    if (!KNOWN.has(name) && saysSomething(name, value))
      warnings.push(`"${name}" was left out: Cohere does not take it.`);
  return body;
}

function refuse(request: ChatRequest): void {
  if (typeof request.n === "number" && request.n > 1) throw untranslatable("Cohere", '"n" above 1', "n");
  for (const [name, value] of Object.entries(request))
    if (REFUSED.has(name) && saysSomething(name, value)) throw untranslatable("Cohere", `"${name}"`, name);
  const { modalities } = request;
  if (Array.isArray(modalities) && modalities.some((modality) => modality !== "text"))
    throw untranslatable("Cohere", "An answer that is not text", "modalities");
}

function saysSomething(name: string, value: unknown): boolean {
  if (name === "service_tier") return value !== "auto" && value !== "default" && value !== null;
  return value !== undefined && value !== null && value !== false;
}

/** JSON and tools exclude each other there. */
function buildFormat({ response_format: format, tools }: ChatRequest): JsonRecord {
  const wanted = isFormat(format) ? format : {};
  const type = readString(wanted, "type");
  if (type === undefined || type === "text") return {};
  if (tools && tools.length > 0)
    throw untranslatable("Cohere", `A "response_format" together with tools`, "response_format");
  if (type === "json_object") return { response_format: { type } };
  const schema = type === "json_schema" ? readRecord(readRecord(wanted, "json_schema") ?? {}, "schema") : undefined;
  if (schema === undefined) throw untranslatable("Cohere", `A "response_format" of type "${type}"`, "response_format");
  return { response_format: { type: "json_object", json_schema: schema } };
}

function isFormat(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null;
}

function buildSampling(request: ChatRequest, warnings: string[]): JsonRecord {
  const body: JsonRecord = {};
  const set = (name: string, from: string, least: number, most: number) => {
    const value = request[from];
    if (typeof value !== "number") return;
    body[name] = Math.min(most, Math.max(least, value));
    if (value < least || value > most)
      warnings.push(`"${from}" was set to ${body[name]}: Cohere takes ${least} to ${most}.`);
  };
  set("temperature", "temperature", 0, 1);
  set("frequency_penalty", "frequency_penalty", 0, 1);
  set("presence_penalty", "presence_penalty", 0, 1);
  set("k", "top_k", 0, 500);
  // The ends of OpenAI's scale mean the same as Cohere's, a hundredth away.
  if (typeof request.top_p === "number") body.p = Math.min(0.99, Math.max(0.01, request.top_p));
  const limit = request.max_completion_tokens ?? request.max_tokens;
  if (limit) body.max_tokens = limit;
  if (typeof request.seed === "number") body.seed = request.seed;
  const stops = stopsOf(request);
  if (stops.length > MOST_STOPS) throw untranslatable("Cohere", `More than ${MOST_STOPS} stop sequences`, "stop");
  if (stops.length > 0) body.stop_sequences = stops;
  if (request.logprobs === true) body.logprobs = true;
  if (typeof request.top_logprobs === "number" && request.top_logprobs > 0)
    warnings.push('"top_logprobs" was left out: Cohere tells only the tokens it chose.');
  if (request.parallel_tool_calls === false)
    warnings.push('"parallel_tool_calls" was left out: Cohere may call several tools at once.');
  return body;
}

export function stopsOf({ stop }: ChatRequest): string[] {
  if (!stop) return [];
  return typeof stop === "string" ? [stop] : stop;
}

/** Models that can think do so unless told otherwise, so that only a bound or "no" has to be said (docs.cohere.com/docs/reasoning). */
function buildThinking(request: ChatRequest): JsonRecord {
  const asked = readAskedReasoning(request);
  if (asked === undefined) return {};
  if (!asked.isOn) return { thinking: { type: "disabled" } };
  const budget = asked.budgetTokens ?? lookUp(BUDGETS, asked.effort ?? "");
  return budget === undefined ? {} : { thinking: { type: "enabled", token_budget: budget } };
}
