import type { RedactedThinkingBlockParam, ThinkingBlockParam } from "@anthropic-ai/sdk/resources/messages";
import { isRecord, type JsonRecord, readArray, readString, readText } from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";

export const CLAUDE_FORMAT = "anthropic-claude-v1";

/** The thinking of an earlier turn that Claude itself signed. What others thought, or what lost its proof, Anthropic would refuse. */
export function readThinkingBlocks(message: ChatMessage): (ThinkingBlockParam | RedactedThinkingBlockParam)[] {
  return readArray(message, "reasoning_details").flatMap(
    (detail): (ThinkingBlockParam | RedactedThinkingBlockParam)[] => {
      if (!isRecord(detail) || detail.format !== CLAUDE_FORMAT) return [];
      const data = readText(detail, "data");
      if (detail.type === "reasoning.encrypted") return data === undefined ? [] : [{ type: "redacted_thinking", data }];
      const signature = readText(detail, "signature");
      if (detail.type !== "reasoning.text" || signature === undefined) return [];
      return [{ type: "thinking", thinking: readString(detail, "text") ?? "", signature }];
    },
  );
}

/** A content block of an answer as a piece of thinking; undefined for blocks of other kinds. */
export function readThinkingDetail(block: JsonRecord, index: number): ReasoningDetail | undefined {
  if (block.type === "redacted_thinking")
    return { type: "reasoning.encrypted", data: readString(block, "data") ?? "", format: CLAUDE_FORMAT, index };
  if (block.type !== "thinking") return undefined;
  const detail: ReasoningDetail = { type: "reasoning.text", format: CLAUDE_FORMAT, index };
  const text = readText(block, "thinking");
  if (text !== undefined) detail.text = text;
  const signature = readText(block, "signature");
  if (signature !== undefined) detail.signature = signature;
  return detail;
}
