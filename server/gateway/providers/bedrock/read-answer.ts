import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { noteServiceTier } from "@/server/gateway/providers/wire/note-service-tier";
import type { ChatResult, ToolCall } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import type { WireAnswer } from "@/server/gateway/spec/transport";
import { readReasoning, reasoningFormat } from "./read-reasoning";
import { readStopReason } from "./read-stop-reason";
import { readBedrockUsage } from "./read-usage";

/** Where AWS names the request, for finding it in its logs. */
export const REQUEST_ID_HEADER = "x-amzn-requestid";

/** An answer of Converse as the neutral result. */
export function readAnswer({ body, headers }: WireAnswer, modelId: string, warnings: string[]): ChatResult {
  const output = isRecord(body) ? readRecord(body, "output") : undefined;
  const message = output === undefined ? undefined : readRecord(output, "message");
  if (!isRecord(body) || message === undefined) {
    throw new AppError(
      "provider_bad_response",
      "The answer holds no message. Check that the base URL leads to Amazon Bedrock's runtime.",
    );
  }
  const result: ChatResult = {
    id: headers[REQUEST_ID_HEADER] ?? "",
    model: modelId,
    text: "",
    finishReason: readStopReason(body.stopReason),
    warnings,
  };
  const toolCalls: ToolCall[] = [];
  const reasoningDetails: ReasoningDetail[] = [];
  const images: string[] = [];
  for (const [index, block] of readArray(message, "content").entries()) {
    if (!isRecord(block)) continue;
    result.text += readBlockText(block);
    const toolUse = readRecord(block, "toolUse");
    if (toolUse !== undefined) toolCalls.push(readToolUse(toolUse));
    const image = readRecord(block, "image");
    if (image !== undefined) images.push(readImage(image));
    const reasoning = readRecord(block, "reasoningContent");
    if (reasoning === undefined) continue;
    const piece = readRecord(reasoning, "reasoningText") ?? reasoning;
    const detail = readReasoning(piece, reasoningFormat(modelId), index);
    if (detail !== undefined) reasoningDetails.push(detail);
  }
  const reasoning = reasoningDetails.map(({ text }) => text ?? "").join("");
  if (reasoning !== "") result.reasoning = reasoning;
  if (reasoningDetails.length > 0) result.reasoningDetails = reasoningDetails;
  if (toolCalls.length > 0) result.toolCalls = toolCalls;
  if (images.length > 0) result.images = images;
  const usage = readBedrockUsage(body.usage);
  if (usage !== undefined) result.usage = noteServiceTier(usage, readRecord(body, "serviceTier")?.type);
  return result;
}

/** Text with citations comes in a block of its own kind. */
function readBlockText(block: JsonRecord): string {
  const cited = readRecord(block, "citationsContent");
  if (cited === undefined) return readString(block, "text") ?? "";
  return readArray(cited, "content")
    .map((piece) => (isRecord(piece) ? (readString(piece, "text") ?? "") : ""))
    .join("");
}

function readToolUse(toolUse: JsonRecord): ToolCall {
  return {
    id: readString(toolUse, "toolUseId") ?? "",
    name: readString(toolUse, "name") ?? "",
    arguments: JSON.stringify(toolUse.input ?? {}),
  };
}

function readImage(image: JsonRecord): string {
  const bytes = readString(readRecord(image, "source") ?? {}, "bytes") ?? "";
  return `data:image/${readString(image, "format") ?? "png"};base64,${bytes}`;
}
