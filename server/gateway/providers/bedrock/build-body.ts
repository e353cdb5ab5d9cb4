import { AppError } from "@/lib/contracts/errors";
import { nameValue } from "@/lib/name-value";
import { type ClaudeTraits, readClaudeTraits } from "@/server/gateway/providers/anthropic/claude-traits";
import { closeSchema } from "@/server/gateway/providers/anthropic/close-schema";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { SILENT_FIELDS } from "@/server/gateway/providers/wire/silent-fields";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { buildMessages } from "./build-messages";
import { buildTools } from "./build-tools";
import { buildModelFields } from "./model-fields";

/** Converse's own fields that clients may send through the neutral request untouched. */
const NATIVE_FIELDS = ["guardrailConfig", "performanceConfig", "requestMetadata", "promptVariables"];
const TRANSLATED_FIELDS = new Set([
  "model",
  "messages",
  "temperature",
  "top_p",
  "top_k",
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "reasoning_effort",
  "thinking",
  "response_format",
  "service_tier",
  "modalities",
  "n",
  "additionalModelRequestFields",
]);
const SERVICE_TIERS = ["default", "flex", "priority", "reserved"];
/** Room for the answer beside a budget for thinking, where the client set no bound. */
const ANSWER_TOKENS = 4096;

export interface ConverseBody {
  body: JsonRecord;
  warnings: string[];
}

/**
 * The neutral chat request as a Converse body (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). What has no
 * counterpart becomes a warning; throws `untranslatable` where leaving it out would change what was asked.
 */
export function buildBody(request: ChatRequest, modelId: string): ConverseBody {
  refuseUntranslatable(request);
  const warnings: string[] = [];
  const traits = modelId.includes("claude") ? readClaudeTraits(modelId) : undefined;
  const { system, messages } = buildMessages(request.messages, traits !== undefined, warnings);
  const fields = buildModelFields(request, modelId, traits, warnings);
  const body: JsonRecord = { messages };
  if (system.length > 0) body.system = system;
  const inferenceConfig = buildInferenceConfig(request, fields);
  if (Object.keys(inferenceConfig).length > 0) body.inferenceConfig = inferenceConfig;
  const toolConfig = buildTools(request, traits, warnings);
  if (toolConfig !== undefined) body.toolConfig = toolConfig;
  const own = request.additionalModelRequestFields;
  const additional = { ...fields.additional, ...(isRecord(own) ? own : {}) };
  if (Object.keys(additional).length > 0) body.additionalModelRequestFields = additional;
  for (const name of NATIVE_FIELDS) if (request[name] !== undefined) body[name] = request[name];
  addFormat(request, body, traits, warnings);
  addServiceTier(request, body, warnings);
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined || value === null || value === false) continue;
    if (TRANSLATED_FIELDS.has(name) || SILENT_FIELDS.includes(name) || NATIVE_FIELDS.includes(name)) continue;
    warnings.push(`"${name}" was left out: Amazon Bedrock does not take it.`);
  }
  return { body, warnings };
}

function refuseUntranslatable(request: ChatRequest): void {
  const refuse = (param: string, what: string) => {
    throw new AppError("untranslatable", `Amazon Bedrock ${what}, or use another provider.`, { param });
  };
  if ((request.n ?? 1) > 1) refuse("n", "gives one answer a request. Ask for n = 1");
  if (readArray(request, "modalities").some((modality) => modality !== "text"))
    refuse("modalities", "answers in text here. Leave modalities out");
  for (const name of ["functions", "function_call", "web_search_options"])
    if (request[name] !== undefined && request[name] !== null)
      refuse(name, `takes no "${name}". Describe what the model may call in "tools"`);
}

function buildInferenceConfig(
  request: ChatRequest,
  { sampling, budgetTokens }: ReturnType<typeof buildModelFields>,
): JsonRecord {
  const config: JsonRecord = {};
  const limit = request.max_completion_tokens ?? request.max_tokens ?? undefined;
  if (limit !== undefined) config.maxTokens = limit;
  else if (budgetTokens > 0) config.maxTokens = budgetTokens + ANSWER_TOKENS;
  if (sampling.temperature !== undefined) config.temperature = sampling.temperature;
  if (sampling.top_p !== undefined) config.topP = sampling.top_p;
  const stops = typeof request.stop === "string" ? [request.stop] : (request.stop ?? []);
  if (stops.length > 0) config.stopSequences = stops;
  return config;
}

/** docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html: the schema travels as text. */
function addFormat(request: ChatRequest, body: JsonRecord, traits: ClaudeTraits | undefined, warnings: string[]): void {
  const format = request.response_format;
  if (!isRecord(format) || format.type === "text") return;
  const asked = format.type === "json_schema" ? readRecord(format, "json_schema") : undefined;
  const schema = asked === undefined ? undefined : readRecord(asked, "schema");
  if (asked === undefined || schema === undefined) {
    warnings.push("response_format was left out: Amazon Bedrock takes a JSON schema, or ask for JSON in the prompt.");
    return;
  }
  if (traits?.isStructured === false) {
    throw new AppError("untranslatable", "This model can't be bound to a JSON schema. Use a newer one.", {
      param: "response_format",
    });
  }
  const jsonSchema = { name: readString(asked, "name") ?? "answer", schema: JSON.stringify(closeSchema(schema)) };
  body.outputConfig = { textFormat: { type: "json_schema", structure: { jsonSchema } } };
}

/** docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html. */
function addServiceTier({ service_tier: tier }: ChatRequest, body: JsonRecord, warnings: string[]): void {
  if (tier === undefined || tier === null || tier === "auto") return;
  if (typeof tier === "string" && SERVICE_TIERS.includes(tier)) body.serviceTier = { type: tier };
  else warnings.push(`service_tier "${nameValue(tier)}" was left out: Amazon Bedrock has no such tier.`);
}
