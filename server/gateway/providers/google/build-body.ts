import { AppError } from "@/lib/contracts/errors";
import { isRecord, type JsonRecord, readRecord } from "@/server/gateway/providers/wire/json-value";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { buildContents } from "./build-contents";
import { buildTools } from "./build-tools";
import { cleanSchema } from "./clean-schema";
import { readGeminiTraits } from "./gemini-traits";
import { planThinking } from "./plan-thinking";

/** Neutral fields that are a number or a truth in `generationConfig` under another name. */
const PLAIN_FIELDS: Readonly<Record<string, string>> = {
  temperature: "temperature",
  top_p: "topP",
  top_k: "topK",
  seed: "seed",
  presence_penalty: "presencePenalty",
  frequency_penalty: "frequencyPenalty",
};
/** Gemini's own fields that clients may send along with the neutral request. */
const OWN_FIELDS: Readonly<Record<string, string>> = {
  safety_settings: "safetySettings",
  safetySettings: "safetySettings",
  cached_content: "cachedContent",
  cachedContent: "cachedContent",
};
const TRANSLATED_FIELDS = new Set([
  "model",
  "messages",
  "stream",
  "stream_options",
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "n",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "reasoning_effort",
  "thinking",
  "response_format",
  "logprobs",
  "top_logprobs",
  "modalities",
  "audio",
  "web_search_options",
  ...Object.keys(PLAIN_FIELDS),
  ...Object.keys(OWN_FIELDS),
]);

export interface GeminiBody {
  body: JsonRecord;
  warnings: string[];
}

/**
 * The neutral chat request as a `generateContent` body (ai.google.dev/api/generate-content); what has no counterpart becomes a warning.
 * Throws `untranslatable` where leaving it out would change the meaning.
 */
export function buildBody(request: ChatRequest, modelId: string): GeminiBody {
  refuse(request);
  const warnings: string[] = [];
  const traits = readGeminiTraits(modelId);
  const body: JsonRecord = {
    ...buildContents(request.messages, traits, warnings),
    ...buildTools(request, warnings),
  };
  const config = buildConfig(request);
  const thinkingConfig = planThinking(request, traits, warnings);
  if (thinkingConfig !== undefined) config.thinkingConfig = thinkingConfig;
  if (Object.keys(config).length > 0) body.generationConfig = config;
  for (const [name, target] of Object.entries(OWN_FIELDS))
    if (request[name] !== undefined && request[name] !== null) body[target] = request[name];
  for (const [name, value] of Object.entries(request)) {
    if (TRANSLATED_FIELDS.has(name) || value === undefined || value === null || value === false) continue;
    warnings.push(`"${name.slice(0, 60)}" was left out: Gemini does not take it.`);
  }
  return { body, warnings };
}

function refuse(request: ChatRequest): void {
  if ((request.n ?? 1) > 1)
    throw new AppError("untranslatable", "Gemini gives one answer here. Send n: 1, or choose another model.", {
      param: "n",
    });
  const modalities = Array.isArray(request.modalities) ? request.modalities : [];
  if (modalities.includes("audio") || isRecord(request.audio))
    throw new AppError(
      "untranslatable",
      "Gemini does not speak its chat answers. Leave out the audio modality, or use a text-to-speech model.",
      { param: "modalities" },
    );
  if (isRecord(request.web_search_options))
    throw new AppError(
      "untranslatable",
      "A web search can't be passed to Gemini. Leave out web_search_options, or choose another model.",
      { param: "web_search_options" },
    );
}

function buildConfig(request: ChatRequest): JsonRecord {
  const config: JsonRecord = {};
  for (const [name, target] of Object.entries(PLAIN_FIELDS))
    if (typeof request[name] === "number") config[target] = request[name];
  const maxOutputTokens = request.max_completion_tokens ?? request.max_tokens;
  if (typeof maxOutputTokens === "number") config.maxOutputTokens = maxOutputTokens;
  const stops = typeof request.stop === "string" ? [request.stop] : (request.stop ?? []);
  if (stops.length > 0) config.stopSequences = stops;
  if (request.logprobs === true) {
    config.responseLogprobs = true;
    if (typeof request.top_logprobs === "number" && request.top_logprobs > 0) config.logprobs = request.top_logprobs;
  }
  if (Array.isArray(request.modalities) && request.modalities.includes("image"))
    config.responseModalities = ["TEXT", "IMAGE"];
  return { ...config, ...buildFormat(request.response_format) };
}

function buildFormat(format: unknown): JsonRecord {
  if (!isRecord(format) || (format.type !== "json_object" && format.type !== "json_schema")) return {};
  const schema =
    format.type === "json_schema" ? readRecord(readRecord(format, "json_schema") ?? {}, "schema") : undefined;
  return {
    responseMimeType: "application/json",
    ...(schema === undefined ? {} : { responseJsonSchema: cleanSchema(schema) }),
  };
}
