import type { RedactedThinkingBlockParam, ThinkingBlockParam } from "@anthropic-ai/sdk/resources/messages";
import { isRecord, type JsonRecord, readArray, readString, readText } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";

export const CLAUDE_FORMAT = "anthropic-claude-v1";

export type ThinkingBlock = ThinkingBlockParam | RedactedThinkingBlockParam;

interface Placed {
  block: ThinkingBlock;
  /** Where it stood among the blocks of its answer, if the client kept that. */
  index: number | undefined;
}

/**
 * A turn's other blocks with its thinking back where it stood, since newer models hold the signature to what came before it
 * (platform.claude.com/docs/en/build-with-claude/thinking, "Preserved thinking"). First of all where the places are not known or no longer
 * fit: so older models want it of a turn that called tools.
 */
export function placeThinking<Block>(
  message: ChatMessage,
  others: readonly Block[],
  build: (thinking: ThinkingBlock) => Block,
): Block[] {
  // Anthropic takes no turn that ends in thinking, so one that holds nothing else goes.
  if (others.length === 0) return [];
  const thinking = readPlaced(message);
  const places = new Map(thinking.map(({ index, block }) => [index, build(block)]));
  const count = thinking.length + others.length;
  const isKnown =
    places.size === thinking.length && thinking.every(({ index }) => index !== undefined && index < count);
  if (!isKnown || places.has(count - 1)) return [...thinking.map(({ block }) => build(block)), ...others];
  const rest = others.values();
  return Array.from({ length: count }, (_, place) => places.get(place) ?? rest.next().value).filter(
    (block) => block !== undefined,
  );
}

/** Whether the turn still has thinking that Claude itself signed. */
export function hasThinking(message: ChatMessage): boolean {
  return readPlaced(message).length > 0;
}

/** What others thought, or what lost its proof, is left out: Anthropic would refuse it. */
function readPlaced(message: ChatMessage): Placed[] {
  return readArray(message, "reasoning_details").flatMap((detail) => {
    const block = isRecord(detail) && detail.format === CLAUDE_FORMAT ? readBlock(detail) : undefined;
    return block === undefined || !isRecord(detail) ? [] : [{ block, index: readCount(detail, "index") }];
  });
}

function readBlock(detail: JsonRecord): ThinkingBlock | undefined {
  if (detail.type === "reasoning.encrypted") {
    const data = readText(detail, "data");
    return data === undefined ? undefined : { type: "redacted_thinking", data };
  }
  const signature = readText(detail, "signature");
  if (detail.type !== "reasoning.text" || signature === undefined) return undefined;
  return { type: "thinking", thinking: readString(detail, "text") ?? "", signature };
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
