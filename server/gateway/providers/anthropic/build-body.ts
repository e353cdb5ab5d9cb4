import type { MessageCreateParamsNonStreaming, Tool, ToolChoice } from "@anthropic-ai/sdk/resources/messages";
import { isRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import { buildMessages } from "./build-messages";

/** Anthropic demands a bound; this is what its own examples and most clients use when the caller names none. */
const DEFAULT_MAX_TOKENS = 4096;

/** Anthropic's own fields that clients may send through the neutral request untouched. */
const NATIVE_FIELDS = ["top_k", "thinking", "output_config", "service_tier", "container", "context_management"];
/** Fields whose absence upstream changes nothing a client could see. */
const SILENT_FIELDS = new Set([
  "stream",
  "stream_options",
  "user",
  "store",
  "metadata",
  "safety_identifier",
  "prompt_cache_key",
]);
const TRANSLATED_FIELDS = new Set([
  "model",
  "messages",
  "temperature",
  "top_p",
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "reasoning_effort",
  "response_format",
]);
const EFFORTS: Record<string, "low" | "medium" | "high" | "xhigh" | "max"> = {
  minimal: "low",
  low: "low",
  medium: "medium",
  high: "high",
  xhigh: "xhigh",
  max: "max",
};

export interface AnthropicBody {
  body: MessageCreateParamsNonStreaming & Record<string, unknown>;
  warnings: string[];
}

/** The neutral chat request as a Messages API body (platform.claude.com/docs/en/api/messages); what has no counterpart becomes a warning. */
export function buildBody(request: ChatRequest, modelId: string): AnthropicBody {
  const warnings: string[] = [];
  const { system, messages } = buildMessages(request.messages, warnings);
  const body: AnthropicBody["body"] = {
    model: modelId,
    max_tokens: request.max_completion_tokens ?? request.max_tokens ?? DEFAULT_MAX_TOKENS,
    messages,
  };
  if (system !== undefined) body.system = system;
  if (typeof request.temperature === "number") {
    body.temperature = Math.min(1, request.temperature);
    if (request.temperature > 1) warnings.push("temperature was lowered to 1, the highest Anthropic takes.");
  }
  if (typeof request.top_p === "number") body.top_p = request.top_p;
  const stops = typeof request.stop === "string" ? [request.stop] : (request.stop ?? []);
  const usable = stops.filter((stop) => stop.trim() !== "");
  if (usable.length > 0) body.stop_sequences = usable;
  if (usable.length < stops.length)
    warnings.push("Stop sequences of blanks alone were left out: Anthropic does not take them.");
  if (typeof request.user === "string") body.metadata = { user_id: request.user };

  const tools = buildTools(request, warnings);
  if (tools.length > 0) {
    body.tools = tools;
    const choice = buildToolChoice(request);
    if (choice !== undefined) body.tool_choice = choice;
  }
  for (const name of NATIVE_FIELDS) if (request[name] !== undefined) body[name] = request[name];
  addOutputConfig(request, body, warnings);
  for (const [name, value] of Object.entries(request)) {
    if (
      value === undefined ||
      value === null ||
      TRANSLATED_FIELDS.has(name) ||
      SILENT_FIELDS.has(name) ||
      NATIVE_FIELDS.includes(name)
    )
      continue;
    if (name === "n" && value === 1) continue;
    warnings.push(`"${name}" was left out: Anthropic does not take it.`);
  }
  return { body, warnings };
}

function buildTools(request: ChatRequest, warnings: string[]): Tool[] {
  return (request.tools ?? []).flatMap((tool) => {
    const definition = tool.function;
    if (definition === undefined) {
      warnings.push(`A tool of type "${tool.type}" was left out: only functions can be passed on.`);
      return [];
    }
    const { name, description, parameters } = definition;
    return [
      {
        name,
        ...(description === undefined ? {} : { description }),
        input_schema: { ...parameters, type: "object" as const },
        ...(isRecord(tool.cache_control)
          ? { cache_control: { type: "ephemeral" as const, ...tool.cache_control } }
          : {}),
      },
    ];
  });
}

function buildToolChoice(request: ChatRequest): ToolChoice | undefined {
  const choice = request.tool_choice;
  if (choice === "none") return { type: "none" };
  const isSerial = request.parallel_tool_calls === false ? { disable_parallel_tool_use: true } : {};
  if (choice === "required") return { type: "any", ...isSerial };
  const name = isRecord(choice) ? readString(readRecord(choice, "function") ?? {}, "name") : undefined;
  if (name !== undefined) return { type: "tool", name, ...isSerial };
  return choice === "auto" || request.parallel_tool_calls === false ? { type: "auto", ...isSerial } : undefined;
}

function addOutputConfig(request: ChatRequest, body: AnthropicBody["body"], warnings: string[]): void {
  const effort = EFFORTS[request.reasoning_effort ?? ""];
  if (effort !== undefined) body.output_config = { ...body.output_config, effort };
  const format = request.response_format;
  if (!isRecord(format) || format.type === "text") return;
  const schema =
    format.type === "json_schema" ? readRecord(readRecord(format, "json_schema") ?? {}, "schema") : undefined;
  if (schema !== undefined) body.output_config = { ...body.output_config, format: { type: "json_schema", schema } };
  else warnings.push("response_format was left out: Anthropic takes a JSON schema, or ask for JSON in the prompt.");
}
