import type { MessageCreateParamsNonStreaming } from "@anthropic-ai/sdk/resources/messages";
import { AppError } from "@/lib/contracts/errors";
import { nameValue } from "@/lib/name-value";
import { isRecord, readArray, readRecord } from "@/server/gateway/providers/wire/json-value";
import { SILENT_FIELDS } from "@/server/gateway/providers/wire/silent-fields";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { buildMessages } from "./build-messages";
import { buildTools, type ToolFields } from "./build-tools";
import { type ClaudeTraits, readClaudeTraits } from "./claude-traits";
import { closeSchema } from "./close-schema";
import { planThinking } from "./plan-thinking";
import { readSampling } from "./read-sampling";

/** Anthropic demands a bound; this is what its own examples and most clients use when the caller names none. */
const DEFAULT_MAX_TOKENS = 4096;
/** Models that think unasked count it towards the bound. */
const DEFAULT_THINKING_TOKENS = 12_288;

/** Anthropic's own fields that clients may send through the neutral request untouched. */
const NATIVE_FIELDS = ["output_config", "container", "cache_control", "inference_geo", "speed"];
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
]);

export interface AnthropicBody {
  body: Omit<MessageCreateParamsNonStreaming, "tools"> & ToolFields & Record<string, unknown>;
  warnings: string[];
}

/**
 * The neutral chat request as a Messages API body (platform.claude.com/docs/en/api/messages). What has no counterpart becomes a warning;
 * throws `untranslatable` where leaving it out would change what was asked.
 */
export function buildBody(request: ChatRequest, modelId: string): AnthropicBody {
  refuseUntranslatable(request);
  const warnings: string[] = [];
  const traits = readClaudeTraits(modelId);
  const { system, messages } = buildMessages(request.messages, warnings);
  const plan = planThinking(request, traits, warnings);
  const isThinking = plan.thinking?.type === "enabled" || plan.thinking?.type === "adaptive";
  const body: AnthropicBody["body"] = {
    model: modelId,
    max_tokens: request.max_completion_tokens ?? request.max_tokens ?? DEFAULT_MAX_TOKENS + roomToThink(plan, traits),
    messages,
    ...readSampling(request, traits, isThinking, warnings),
    ...buildTools(request, traits, warnings),
  };
  if (system !== undefined) body.system = system;
  const stops = typeof request.stop === "string" ? [request.stop] : (request.stop ?? []);
  const usable = stops.filter((stop) => stop.trim() !== "");
  if (usable.length > 0) body.stop_sequences = usable;
  if (usable.length < stops.length)
    warnings.push("Stop sequences of blanks alone were left out: Anthropic does not take them.");
  if (typeof request.user === "string") body.metadata = { user_id: request.user };
  if (plan.thinking !== undefined) body.thinking = plan.thinking;
  for (const name of NATIVE_FIELDS) if (request[name] !== undefined) body[name] = request[name];
  if (plan.effort !== undefined) body.output_config = { effort: plan.effort, ...body.output_config };
  addFormat(request, body, traits, warnings);
  addServiceTier(request, body, warnings);
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined || value === null || value === false) continue;
    if (TRANSLATED_FIELDS.has(name) || SILENT_FIELDS.includes(name) || NATIVE_FIELDS.includes(name)) continue;
    warnings.push(`"${name}" was left out: Anthropic does not take it.`);
  }
  return { body, warnings };
}

function refuseUntranslatable(request: ChatRequest): void {
  if ((request.n ?? 1) > 1)
    throw new AppError(
      "untranslatable",
      "Anthropic gives one answer a request. Ask for n = 1, or use another provider.",
      {
        param: "n",
      },
    );
  if (readArray(request, "modalities").some((modality) => modality !== "text"))
    throw new AppError(
      "untranslatable",
      "Anthropic answers in text only. Leave modalities out, or use another provider.",
      {
        param: "modalities",
      },
    );
}

function roomToThink({ thinking }: ReturnType<typeof planThinking>, traits: ClaudeTraits): number {
  if (thinking?.type === "enabled") return thinking.budget_tokens;
  if (thinking?.type === "disabled") return 0;
  return thinking?.type === "adaptive" || traits.thinking === "adaptive" ? DEFAULT_THINKING_TOKENS : 0;
}

function addFormat(
  request: ChatRequest,
  body: AnthropicBody["body"],
  { isStructured }: ClaudeTraits,
  warnings: string[],
): void {
  const format = request.response_format;
  if (!isRecord(format) || format.type === "text") return;
  const schema =
    format.type === "json_schema" ? readRecord(readRecord(format, "json_schema") ?? {}, "schema") : undefined;
  if (schema === undefined) {
    warnings.push("response_format was left out: Anthropic takes a JSON schema, or ask for JSON in the prompt.");
    return;
  }
  if (!isStructured) {
    throw new AppError("untranslatable", "This model can't be bound to a JSON schema. Use a newer one.", {
      param: "response_format",
    });
  }
  body.output_config = { ...body.output_config, format: { type: "json_schema", schema: closeSchema(schema) } };
}

/** OpenAI's names onto platform.claude.com/docs/en/api/service-tiers. */
function addServiceTier({ service_tier: tier }: ChatRequest, body: AnthropicBody["body"], warnings: string[]): void {
  if (tier === undefined || tier === null) return;
  if (tier === "auto" || tier === "priority") body.service_tier = "auto";
  else if (tier === "default" || tier === "standard_only") body.service_tier = "standard_only";
  else warnings.push(`service_tier "${nameValue(tier)}" was left out: Anthropic has no such tier.`);
}
