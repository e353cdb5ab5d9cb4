import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
  readText,
} from "@/server/gateway/providers/wire/json-value";
import { noteServiceTier } from "@/server/gateway/providers/wire/note-service-tier";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type {
  ChatCapability,
  ChatEvent,
  ChatRequest,
  ChatResult,
  ToolCall,
  ToolCallDelta,
} from "@/server/gateway/spec/chat";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import type { WireAnswer, WireRequest } from "@/server/gateway/spec/transport";
import type { Usage } from "@/server/gateway/spec/usage";
import { plainBody } from "./plain-body";
import { readContentParts } from "./read-content";
import { readExtras } from "./read-extras";
import { isBrokenOff, readFinishReason } from "./read-finish-reason";
import { readOpenAiUsage } from "./read-usage";

export interface ChatQuirks {
  readError: ProviderDefinition["readError"];
  /** Fields the vendor wants besides the client's own. */
  extraBody?: Readonly<Record<string, unknown>>;
  readUsage?: (usage: unknown) => Usage | undefined;
  /** Changes what the vendor takes differently; says as a sentence what is lost. Throws `untranslatable` where that would change the meaning. */
  adapt?: (body: JsonRecord, warnings: string[]) => JsonRecord;
  /** Without `adapt`: what to make of a request that came in another dialect, instead of `plainBody`. */
  translate?: (body: JsonRecord, warnings: string[]) => JsonRecord;
}

/** Chat over `POST /chat/completions`. The body goes through as it came, but for the model's name. */
export function openAiChat(quirks: ChatQuirks): ChatCapability {
  const readUsage = quirks.readUsage ?? readOpenAiUsage;

  function readChunk(chunk: JsonRecord, raw: string): ChatEvent {
    const event: ChatEvent = { raw: { dialect: "chat", event: "", data: raw } };
    const id = readString(chunk, "id");
    if (id !== undefined) event.id = id;
    const model = readString(chunk, "model");
    if (model !== undefined) event.model = model;
    const [choice] = readArray(chunk, "choices");
    const reported = usageOfChunk(chunk, choice);
    if (reported !== undefined) {
      const usage = readUsage(reported);
      if (usage !== undefined) event.usage = noteServiceTier(usage, chunk.service_tier);
    }
    if (!isRecord(choice)) {
      if (event.usage !== undefined || Array.isArray(chunk.choices)) event.isUsageOnly = true;
      return event;
    }
    const finishReason = readFinishReason(choice.finish_reason);
    if (finishReason !== undefined) event.finishReason = finishReason;
    const delta = readRecord(choice, "delta");
    if (delta === undefined) return event;
    const parts = readContentParts(delta.content);
    // Clients of the dialect know only text.
    if (parts !== undefined) delete event.raw;
    const text = parts?.text || (readText(delta, "content") ?? readText(delta, "refusal"));
    if (text !== undefined) event.text = text;
    const reasoning = parts?.reasoning || (readText(delta, "reasoning_content") ?? readText(delta, "reasoning"));
    if (reasoning !== undefined) event.reasoning = reasoning;
    const toolCalls = readArray(delta, "tool_calls");
    if (toolCalls.length > 0) event.toolCalls = toolCalls.flatMap(readToolDelta);
    readExtras(choice, delta, event);
    return event;
  }

  return {
    speaks: (dialect) => dialect === "chat",

    fitSettings(_dialect, settings, modelId, warnings) {
      // `adapt` goes over every body anyway.
      if (quirks.adapt !== undefined || quirks.translate === undefined) return { ...settings };
      const {
        model: _model,
        messages: _messages,
        ...fitted
      } = quirks.translate({ ...settings, model: modelId, messages: [] }, warnings);
      return fitted;
    },

    async complete(request, context) {
      const warnings: string[] = [];
      const answer = await context.http.json(wholeRequest(request, context, quirks, warnings));
      return readResult(answer, context, quirks, readUsage, warnings);
    },

    stream(request, context) {
      const warnings: string[] = [];
      const sent = streamRequest(request, context, quirks, warnings);
      return readStream(
        () => context.http.events(sent),
        (chunk, raw) => {
          const error = chunk.error ?? (isRecord(chunk.x_groq) ? chunk.x_groq.error : undefined);
          if (error !== undefined && error !== null) {
            throw errorInAnswer(quirks.readError({ status: 200, headers: {}, body: { ...chunk, error } }), context);
          }
          return readChunk(chunk, raw);
        },
        warnings.length > 0 ? { warnings } : undefined,
      );
    },
  };
}

const PATH = "/chat/completions";

/** The client's own bytes where nothing in them has to change. */
function asReceived({ native, modelId }: CallContext, quirks: ChatQuirks): WireRequest | undefined {
  const isUnchanged =
    native?.dialect === "chat" &&
    native.body.model === modelId &&
    quirks.adapt === undefined &&
    quirks.extraBody === undefined;
  return isUnchanged ? { path: PATH, jsonText: native.text } : undefined;
}

function wholeRequest(request: ChatRequest, context: CallContext, quirks: ChatQuirks, warnings: string[]): WireRequest {
  const received = request.stream || request.stream_options ? undefined : asReceived(context, quirks);
  if (received !== undefined) return received;
  const { stream: _stream, stream_options: _options, ...rest } = request;
  const body = { ...rest, ...quirks.extraBody, model: context.modelId };
  return { path: PATH, json: adapted(body, context, quirks, warnings) };
}

function streamRequest(
  request: ChatRequest,
  context: CallContext,
  quirks: ChatQuirks,
  warnings: string[],
): WireRequest {
  const asksUsage = request.stream === true && request.stream_options?.include_usage === true;
  const received = asksUsage ? asReceived(context, quirks) : undefined;
  if (received !== undefined) return received;
  const body = {
    ...request,
    ...quirks.extraBody,
    model: context.modelId,
    stream: true,
    stream_options: { ...request.stream_options, include_usage: true },
  };
  return { path: PATH, json: adapted(body, context, quirks, warnings) };
}

function adapted(
  body: JsonRecord,
  { native }: CallContext,
  { adapt, translate = plainBody }: ChatQuirks,
  warnings: string[],
): JsonRecord {
  if (adapt !== undefined) return adapt(body, warnings);
  return native?.dialect === "chat" ? body : translate(body, warnings);
}

/** At the top; at Groq also under `x_groq`, at Moonshot in the choice. */
function usageOfChunk(chunk: JsonRecord, choice: unknown): JsonRecord | undefined {
  if (isRecord(chunk.usage)) return chunk.usage;
  if (isRecord(chunk.x_groq) && isRecord(chunk.x_groq.usage)) return chunk.x_groq.usage;
  return isRecord(choice) ? readRecord(choice, "usage") : undefined;
}

function readToolDelta(value: unknown): ToolCallDelta[] {
  if (!isRecord(value)) return [];
  const call = readRecord(value, "function");
  const delta: ToolCallDelta = { index: readCount(value, "index") ?? 0 };
  const id = readText(value, "id");
  if (id !== undefined) delta.id = id;
  const name = call === undefined ? undefined : readText(call, "name");
  if (name !== undefined) delta.name = name;
  const text = call === undefined ? undefined : readText(call, "arguments");
  if (text !== undefined) delta.arguments = text;
  return [delta];
}

function readResult(
  { body, status, text }: WireAnswer,
  context: CallContext,
  quirks: ChatQuirks,
  readUsage: (usage: unknown) => Usage | undefined,
  warnings: string[],
): ChatResult {
  if (isRecord(body) && body.error !== undefined && body.error !== null)
    throw errorInAnswer(quirks.readError({ status, headers: {}, body }), context);
  const choice = isRecord(body) ? readArray(body, "choices")[0] : undefined;
  const message = isRecord(choice) ? readRecord(choice, "message") : undefined;
  if (!isRecord(body) || !isRecord(choice) || message === undefined) {
    throw new AppError(
      "provider_bad_response",
      "The provider's answer holds no message. Check that the base URL leads to an OpenAI-compatible API.",
    );
  }
  if (isBrokenOff(choice.finish_reason)) {
    throw new AppError(
      "provider_unavailable",
      `The provider broke the answer off ("${choice.finish_reason}"). Try again, or let another provider take over.`,
    );
  }
  const parts = readContentParts(message.content);
  const result: ChatResult = {
    id: readString(body, "id") ?? "",
    model: readString(body, "model") ?? context.modelId,
    text: parts?.text ?? readText(message, "content") ?? readText(message, "refusal") ?? "",
    finishReason: readFinishReason(choice.finish_reason) ?? "stop",
    warnings,
  };
  // Clients of the dialect know only text.
  if (parts === undefined) result.raw = { dialect: "chat", text };
  const reasoning = parts?.reasoning || (readText(message, "reasoning_content") ?? readText(message, "reasoning"));
  if (reasoning !== undefined) result.reasoning = reasoning;
  const toolCalls = readArray(message, "tool_calls");
  if (toolCalls.length > 0) readToolCalls(toolCalls, result);
  readExtras(choice, message, result);
  const usage = readUsage(body.usage);
  if (usage !== undefined) result.usage = noteServiceTier(usage, body.service_tier);
  return result;
}

function readToolCalls(values: readonly unknown[], into: Pick<ChatResult, "toolCalls">): void {
  const toolCalls = values.flatMap(readToolCall);
  if (toolCalls.length > 0) into.toolCalls = toolCalls;
}

function readToolCall(value: unknown): ToolCall[] {
  const call = isRecord(value) ? readRecord(value, "function") : undefined;
  if (!isRecord(value) || call === undefined) return [];
  return [
    {
      id: readString(value, "id") ?? "",
      name: readString(call, "name") ?? "",
      arguments: readString(call, "arguments") ?? "",
    },
  ];
}
