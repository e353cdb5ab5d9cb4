import { CLAUDE_FORMAT } from "@/server/gateway/providers/anthropic/thinking-blocks";
import { type JsonRecord, readText } from "@/server/gateway/providers/wire/json-value";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";

/** Signatures are Claude's on Bedrock too; what other models think carries none. */
export function reasoningFormat(modelId: string): ReasoningDetail["format"] {
  return modelId.includes("claude") ? CLAUDE_FORMAT : "unknown";
}

/** A piece of thinking, whole or as a stream's delta: both hold text, a signature or redacted content. */
export function readReasoning(
  piece: JsonRecord,
  format: ReasoningDetail["format"],
  index: number,
): ReasoningDetail | undefined {
  const data = readText(piece, "redactedContent");
  if (data !== undefined) return { type: "reasoning.encrypted", data, format, index };
  const text = readText(piece, "text");
  const signature = readText(piece, "signature");
  if (text === undefined && signature === undefined) return undefined;
  return {
    type: "reasoning.text",
    ...(text === undefined ? {} : { text }),
    ...(signature === undefined ? {} : { signature }),
    format,
    index,
  };
}
