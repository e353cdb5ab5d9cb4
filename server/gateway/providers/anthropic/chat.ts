import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import { isRecord, readArray, readString } from "@/server/gateway/providers/wire/json-value";
import { readStream } from "@/server/gateway/providers/wire/read-stream";
import type { ChatCapability, ChatResult, ToolCall } from "@/server/gateway/spec/chat";
import { buildBody } from "./build-body";
import { countAnthropicTokens } from "./count-tokens";
import { pathOf } from "./path-of";
import { readAnthropicError } from "./read-error";
import { readStopReason } from "./read-stop-reason";
import { readAnthropicUsage } from "./read-usage";
import { AnthropicStreamReader } from "./stream-reader";

/** Chat over the Messages API. */
export const anthropicChat: ChatCapability = {
  async complete(request, context) {
    const { body, warnings } = buildBody(request, context.modelId);
    const answer = await context.http.json({ path: pathOf(context, "/messages"), json: body });
    if (isRecord(answer.body) && answer.body.type === "error")
      throw errorInAnswer(readAnthropicError({ status: answer.status, body: answer.body }), context);
    return readMessage(answer.body, context.modelId, warnings);
  },

  stream(request, context) {
    const { body, warnings } = buildBody(request, context.modelId);
    const reader = new AnthropicStreamReader();
    return readStream(
      () => context.http.events({ path: pathOf(context, "/messages"), json: { ...body, stream: true } }),
      (event) => {
        if (event.type === "error") throw errorInAnswer(readAnthropicError({ status: 200, body: event }), context);
        return reader.read(event);
      },
      warnings.length > 0 ? { warnings } : undefined,
    );
  },

  countTokens: countAnthropicTokens,
};

function readMessage(message: unknown, modelId: string, warnings: string[]): ChatResult {
  if (!isRecord(message) || !Array.isArray(message.content)) {
    throw new AppError(
      "provider_bad_response",
      "The answer holds no message. Check that the base URL leads to Anthropic's API.",
    );
  }
  let text = "";
  let reasoning = "";
  const toolCalls: ToolCall[] = [];
  for (const block of readArray(message, "content")) {
    if (!isRecord(block)) continue;
    if (block.type === "text") text += readString(block, "text") ?? "";
    else if (block.type === "thinking") reasoning += readString(block, "thinking") ?? "";
    else if (block.type === "tool_use")
      toolCalls.push({
        id: readString(block, "id") ?? "",
        name: readString(block, "name") ?? "",
        arguments: JSON.stringify(block.input ?? {}),
      });
  }
  const counts = readAnthropicUsage(message.usage);
  const result: ChatResult = {
    id: readString(message, "id") ?? "",
    model: readString(message, "model") ?? modelId,
    text,
    finishReason: readStopReason(message.stop_reason) ?? "stop",
    warnings,
  };
  if (reasoning !== "") result.reasoning = reasoning;
  if (toolCalls.length > 0) result.toolCalls = toolCalls;
  if (Object.keys(counts).length > 0) result.usage = { counts, isEstimated: false };
  return result;
}
