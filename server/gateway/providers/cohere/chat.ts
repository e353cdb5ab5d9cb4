import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability, ChatRequest, ChatResult, ToolCall } from "@/server/gateway/spec/chat";
import { buildBody, stopsOf } from "./build-body";
import { readCohereError } from "./read-error";
import { readFinish } from "./read-finish";
import { readLogprobs } from "./read-logprobs";
import { readCohereUsage } from "./read-usage";
import { CohereStreamReader } from "./stream-reader";

/** Chat over `POST /v2/chat` (docs.cohere.com/reference/chat). The plan before a tool call counts as thinking. */
export const cohereChat: ChatCapability = {
  async complete(request, context) {
    const warnings: string[] = [];
    const json = buildBody(request, context.modelId, warnings);
    const { body } = await context.http.json({ path: "/v2/chat", json });
    return readAnswer(body, request, context.modelId, warnings);
  },

  stream(request, context) {
    const warnings: string[] = [];
    const json = { ...buildBody(request, context.modelId, warnings), stream: true };
    const reader = new CohereStreamReader();
    return readStream(
      () => context.http.events({ path: "/v2/chat", json }),
      (event) => {
        // An error that comes instead of events has no type.
        if (event.type === undefined && typeof event.message === "string")
          throw errorInAnswer(readCohereError({ status: 200, body: event }), context);
        return reader.read(event);
      },
      warnings.length > 0 ? { warnings } : undefined,
    );
  },
};

function readAnswer(body: unknown, request: ChatRequest, modelId: string, warnings: string[]): ChatResult {
  const message = isRecord(body) ? readRecord(body, "message") : undefined;
  if (!isRecord(body) || message === undefined)
    throw new AppError(
      "provider_bad_response",
      "The answer holds no message. Check that the base URL leads to Cohere's API.",
    );
  const { text, reasoning } = readContent(message);
  const result: ChatResult = {
    id: readString(body, "id") ?? "",
    model: modelId,
    text,
    finishReason: readFinish(body.finish_reason, undefined) ?? "stop",
    warnings,
  };
  if (reasoning !== "") result.reasoning = reasoning;
  const toolCalls = readArray(message, "tool_calls").flatMap(readToolCall);
  if (toolCalls.length > 0) result.toolCalls = toolCalls;
  const [stop, ...others] = stopsOf(request);
  // It does not say which of several it was.
  if (body.finish_reason === "STOP_SEQUENCE" && stop !== undefined && others.length === 0) result.stopSequence = stop;
  const logprobs = readLogprobs(readArray(body, "logprobs"));
  if (logprobs !== undefined) result.logprobs = logprobs;
  const usage = readCohereUsage(body.usage);
  if (usage !== undefined) result.usage = usage;
  return result;
}

function readContent(message: JsonRecord): { text: string; reasoning: string } {
  let text = "";
  let reasoning = readString(message, "tool_plan") ?? "";
  for (const block of readArray(message, "content")) {
    if (!isRecord(block)) continue;
    if (block.type === "text") text += readString(block, "text") ?? "";
    else if (block.type === "thinking") reasoning += readString(block, "thinking") ?? "";
  }
  return { text, reasoning };
}

function readToolCall(value: unknown): ToolCall[] {
  const called = isRecord(value) ? readRecord(value, "function") : undefined;
  if (!isRecord(value) || called === undefined) return [];
  return [
    {
      id: readString(value, "id") ?? "",
      name: readString(called, "name") ?? "",
      arguments: readString(called, "arguments") || "{}",
    },
  ];
}
