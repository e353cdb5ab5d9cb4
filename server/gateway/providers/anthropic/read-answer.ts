import { AppError } from "@/lib/contracts/errors";
import { isRecord, type JsonRecord, readArray, readString, readText } from "@/server/gateway/providers/wire/json-value";
import { noteServiceTier } from "@/server/gateway/providers/wire/note-service-tier";
import type { ChatResult, ToolCall } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { PAUSED, readStopReason } from "./read-stop-reason";
import { readAnthropicUsage } from "./read-usage";
import { readThinkingDetail } from "./thinking-blocks";

/** A message of the Messages API as the neutral result. */
export function readAnswer(message: unknown, modelId: string, warnings: string[]): ChatResult {
  if (!isRecord(message) || !Array.isArray(message.content)) {
    throw new AppError(
      "provider_bad_response",
      "The answer holds no message. Check that the base URL leads to Anthropic's API.",
    );
  }
  let text = "";
  let reasoning = "";
  const reasoningDetails: ReasoningDetail[] = [];
  const toolCalls: ToolCall[] = [];
  for (const [index, block] of readArray(message, "content").entries()) {
    if (!isRecord(block)) continue;
    const detail = readThinkingDetail(block, index);
    if (detail !== undefined) {
      reasoningDetails.push(detail);
      reasoning += detail.text ?? "";
    } else if (block.type === "text") text += readString(block, "text") ?? "";
    else if (block.type === "tool_use") toolCalls.push(readToolUse(block));
  }
  const counts = readAnthropicUsage(message.usage);
  const result: ChatResult = {
    id: readString(message, "id") ?? "",
    model: readString(message, "model") ?? modelId,
    text,
    finishReason: readStopReason(message.stop_reason) ?? "stop",
    warnings: message.stop_reason === "pause_turn" ? [...warnings, PAUSED] : warnings,
  };
  const stopSequence = readText(message, "stop_sequence");
  if (stopSequence !== undefined) result.stopSequence = stopSequence;
  if (reasoning !== "") result.reasoning = reasoning;
  if (reasoningDetails.length > 0) result.reasoningDetails = reasoningDetails;
  if (toolCalls.length > 0) result.toolCalls = toolCalls;
  if (Object.keys(counts).length > 0) {
    const said = isRecord(message.usage) ? message.usage.service_tier : undefined;
    result.usage = noteServiceTier({ counts, isEstimated: false }, said);
  }
  return result;
}

function readToolUse(block: JsonRecord): ToolCall {
  return {
    id: readString(block, "id") ?? "",
    name: readString(block, "name") ?? "",
    arguments: JSON.stringify(block.input ?? {}),
  };
}
