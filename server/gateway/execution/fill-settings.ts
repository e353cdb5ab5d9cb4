import type { CallSettings } from "@/lib/contracts/call-settings";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import { maxTemperature } from "@/server/gateway/config/setting-ranges";
import type { ChatCall, ChatCapability, ChatRequest } from "@/server/gateway/spec/chat";
import type { NativeRequest } from "@/server/gateway/spec/native-request";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { outputWithinCap } from "./cap-cost";

export interface Filled {
  call: ChatCall;
  /** What was filled in otherwise than it is configured, as sentences. */
  warnings: readonly string[];
}

type Fields = Record<string, unknown>;

/**
 * The call with the configured settings where its client left them out, in the neutral request and in the client's own body alike. What the
 * client wrote stands, but for the cost cap, which bounds the output of any call. With nothing to fill in, the very same call comes back, and
 * so its bytes. Throws `cost_cap_exceeded`.
 */
export function fillSettings(
  call: ChatCall,
  settings: CallSettings,
  model: ModelEntry,
  capability: Pick<ChatCapability, "speaks" | "fitSettings">,
  estimate: UsageCounts,
): Filled {
  const warnings: string[] = [];
  const fill = missingFrom(call.request, settings, model, estimate, warnings);
  if (fill === undefined) return { call, warnings };
  const request: ChatRequest = { ...call.request, ...fill };
  const { native } = call;
  if (native === undefined || capability.speaks?.(native.dialect, model.modelId) !== true)
    return { call: { ...call, request }, warnings };
  const fields = settle(capability, native, fill, model, warnings);
  const own = native.dialect === "chat" ? { ...call.request, ...fields } : request;
  return { call: { ...call, request: own, native: withFields(native, fields) }, warnings };
}

/** In the chat dialect's names; undefined where nothing is missing. */
function missingFrom(
  request: ChatRequest,
  settings: CallSettings,
  model: ModelEntry,
  estimate: UsageCounts,
  warnings: string[],
): Fields | undefined {
  const fill: Fields = {};
  const { temperature, top_p, reasoning_effort, stop, seed } = settings;
  // Vendors advise to set one of the two alone, and some models refuse both: the client's choice of one stands for the pair.
  const samples = request.temperature != null || request.top_p != null;
  if (temperature !== undefined && !samples) fill.temperature = within(temperature, model, warnings);
  if (top_p !== undefined && !samples) fill.top_p = top_p;
  if (reasoning_effort !== undefined && request.reasoning_effort == null) fill.reasoning_effort = reasoning_effort;
  if (stop !== undefined && request.stop == null) fill.stop = stop;
  if (seed !== undefined && request.seed == null) fill.seed = seed;
  fillLimit(fill, request, settings, model, estimate, warnings);
  for (const _name in fill) return fill;
  return undefined;
}

function within(temperature: number, model: ModelEntry, warnings: string[]): number {
  const highest = maxTemperature(model);
  if (temperature <= highest) return temperature;
  warnings.push(
    `The configured temperature ${temperature} was lowered to ${highest}, the highest ${model.modelId} takes.`,
  );
  return highest;
}

function fillLimit(
  fill: Fields,
  request: ChatRequest,
  { max_tokens, cost_cap_usd }: CallSettings,
  model: ModelEntry,
  estimate: UsageCounts,
  warnings: string[],
): void {
  const name = request.max_completion_tokens != null ? "max_completion_tokens" : "max_tokens";
  const asked = request.max_completion_tokens ?? request.max_tokens ?? undefined;
  let limit = asked ?? max_tokens;
  if (asked === undefined && limit !== undefined && model.maxOutputTokens !== null && limit > model.maxOutputTokens) {
    warnings.push(
      `The configured max_tokens was lowered to ${model.maxOutputTokens}, the most ${model.modelId} gives.`,
    );
    limit = model.maxOutputTokens;
  }
  const affordable = cost_cap_usd === undefined ? undefined : outputWithinCap(cost_cap_usd, model, estimate);
  if (affordable !== undefined && affordable < (limit ?? model.maxOutputTokens ?? Number.POSITIVE_INFINITY)) {
    warnings.push(
      `The output was bounded to ${affordable} tokens, so that the call stays within its cap of $${cost_cap_usd}.`,
    );
    limit = affordable;
  }
  if (limit !== undefined && limit !== asked) fill[name] = limit;
}

/** As fields of the client's own dialect. One whose client plans the model's thinking keeps that, and what goes with it. */
function settle(
  { fitSettings }: Pick<ChatCapability, "fitSettings">,
  { dialect, body }: NativeRequest,
  fill: Fields,
  model: ModelEntry,
  warnings: string[],
): Fields {
  const fitted = fitSettings?.(dialect, fill, model.modelId, warnings) ?? fill;
  if (dialect !== "messages" || body.thinking === undefined) return fitted;
  const { thinking: _thinking, output_config: _config, temperature: _temperature, top_p: _topP, ...rest } = fitted;
  return rest;
}

/** Behind everything the client wrote, so that all other bytes stay as they are. */
function withFields(native: NativeRequest, fields: Fields): NativeRequest {
  const names = Object.keys(fields);
  if (names.length === 0) return native;
  const body = { ...native.body, ...fields };
  const end = native.text.lastIndexOf("}");
  const isNew = names.every((name) => !(name in native.body));
  const text =
    isNew && end > 0
      ? `${native.text.slice(0, end)},${JSON.stringify(fields).slice(1, -1)}${native.text.slice(end)}`
      : JSON.stringify(body);
  return { ...native, body, text };
}
