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
import type { Usage } from "@/server/gateway/spec/usage";
import { readFinishReason } from "./read-finish-reason";
import { readOpenAiUsage } from "./read-usage";

export interface ChatQuirks {
  readError: ProviderDefinition["readError"];
  /** Fields the vendor wants besides the client's own. */
  extraBody?: Readonly<Record<string, unknown>>;
  readUsage?: (usage: unknown) => Usage | undefined;
}

/** Chat over `POST /chat/completions`. The body goes through as it came, but for the model's name. */
export function openAiChat(quirks: ChatQuirks): ChatCapability {
  const readUsage = quirks.readUsage ?? readOpenAiUsage;

  function readChunk(chunk: JsonRecord, raw: string): ChatEvent {
    const event: ChatEvent = { raw };
    const id = readString(chunk, "id");
    if (id !== undefined) event.id = id;
    const model = readString(chunk, "model");
    if (model !== undefined) event.model = model;
    if (isRecord(chunk.usage)) {
      const usage = readUsage(chunk.usage);
      if (usage !== undefined) event.usage = usage;
    }
    const [choice] = readArray(chunk, "choices");
    if (!isRecord(choice)) {
      if (event.usage !== undefined) event.isUsageOnly = true;
      return event;
    }
    const finishReason = readFinishReason(choice.finish_reason);
    if (finishReason !== undefined) event.finishReason = finishReason;
    const delta = readRecord(choice, "delta");
    if (delta === undefined) return event;
    const text = readText(delta, "content") ?? readText(delta, "refusal");
    if (text !== undefined) event.text = text;
    const reasoning = readText(delta, "reasoning_content") ?? readText(delta, "reasoning");
    if (reasoning !== undefined) event.reasoning = reasoning;
    const toolCalls = readArray(delta, "tool_calls");
    if (toolCalls.length > 0) event.toolCalls = toolCalls.flatMap(readToolDelta);
    return event;
  }

  return {
    async complete(request, context) {
      const { stream: _stream, stream_options: _options, ...rest } = request;
      const answer = await context.http.json({
        path: "/chat/completions",
        json: { ...rest, ...quirks.extraBody, model: context.modelId },
      });
      return readResult(answer.body, answer.status, context, quirks, readUsage);
    },

    stream(request, context) {
      return readStream(
        () => context.http.events({ path: "/chat/completions", json: streamBody(request, context, quirks) }),
        (chunk, raw) => {
          if (chunk.error !== undefined && chunk.error !== null) {
            throw errorInAnswer(quirks.readError({ status: 200, headers: {}, body: chunk }), context);
          }
          return readChunk(chunk, raw);
        },
      );
    },
  };
}

function streamBody(request: ChatRequest, context: CallContext, quirks: ChatQuirks): JsonRecord {
  return {
    ...request,
    ...quirks.extraBody,
    model: context.modelId,
    stream: true,
    stream_options: { ...request.stream_options, include_usage: true },
  };
}

function readToolDelta(value: unknown): ToolCallDelta[] {
  if (!isRecord(value)) return [];
  const call = readRecord(value, "function");
  const delta: ToolCallDelta = { index: typeof value.index === "number" ? value.index : 0 };
  const id = readText(value, "id");
  if (id !== undefined) delta.id = id;
  const name = call === undefined ? undefined : readText(call, "name");
  if (name !== undefined) delta.name = name;
  const text = call === undefined ? undefined : readText(call, "arguments");
  if (text !== undefined) delta.arguments = text;
  return [delta];
}

function readResult(
  body: unknown,
  status: number,
  context: CallContext,
  quirks: ChatQuirks,
  readUsage: (usage: unknown) => Usage | undefined,
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
  const result: ChatResult = {
    id: readString(body, "id") ?? "",
    model: readString(body, "model") ?? context.modelId,
    text: readContent(message.content) ?? readText(message, "refusal") ?? "",
    finishReason: readFinishReason(choice.finish_reason) ?? "stop",
    warnings: [],
    raw: body,
  };
  const reasoning = readText(message, "reasoning_content") ?? readText(message, "reasoning");
  if (reasoning !== undefined) result.reasoning = reasoning;
  const toolCalls = readArray(message, "tool_calls").flatMap(readToolCall);
  if (toolCalls.length > 0) result.toolCalls = toolCalls;
  const usage = readUsage(body.usage);
  if (usage !== undefined) result.usage = usage;
  return result;
}

/** Text, or Mistral's list of parts. */
function readContent(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  return content.map((part) => (isRecord(part) ? (readString(part, "text") ?? "") : "")).join("");
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
