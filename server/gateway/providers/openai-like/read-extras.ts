import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import { REASONING_FORMATS, type ReasoningDetail } from "@/server/gateway/spec/reasoning";

/**
 * What an answer on the chat dialect may hold besides text and calls, for clients of other dialects: log probabilities, pictures, and
 * thinking with its proof (openrouter.ai/docs/use-cases/reasoning-tokens). `message` is a whole one or a delta.
 */
export function readExtras(
  choice: JsonRecord,
  message: JsonRecord,
  into: Pick<ChatEvent, "logprobs" | "images" | "reasoningDetails">,
): void {
  if (isRecord(choice.logprobs)) into.logprobs = choice.logprobs;
  if (message.images !== undefined) {
    const images = readArray(message, "images").flatMap(readImage);
    if (images.length > 0) into.images = images;
  }
  if (message.reasoning_details !== undefined) {
    const details = readArray(message, "reasoning_details").flatMap(readDetail);
    if (details.length > 0) into.reasoningDetails = details;
  }
}

function readImage(value: unknown): string[] {
  const image = isRecord(value) ? readRecord(value, "image_url") : undefined;
  const url = image && readString(image, "url");
  return url === undefined ? [] : [url];
}

function readDetail(value: unknown): ReasoningDetail[] {
  if (!isRecord(value)) return [];
  const { type } = value;
  const index = readCount(value, "index");
  if (type !== "reasoning.text" && type !== "reasoning.summary" && type !== "reasoning.encrypted") return [];
  const detail: ReasoningDetail = {
    type,
    format: REASONING_FORMATS.find((format) => format === value.format) ?? "unknown",
  };
  for (const name of ["text", "summary", "signature", "data", "id"] as const) {
    const text = readString(value, name);
    if (text !== undefined) detail[name] = text;
  }
  if (index !== undefined) detail.index = index;
  return [detail];
}
