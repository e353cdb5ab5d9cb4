import type {
  ContentBlock,
  Message,
  RedactedThinkingBlock,
  TextBlock,
  ThinkingBlock,
  ToolUseBlock,
} from "@anthropic-ai/sdk/resources/messages";
import { z } from "zod";
import { isTooDeep } from "@/lib/is-too-deep";
import type { ChatResult, ToolCall } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import { tagReasoning } from "@/server/http/chat/reasoning-tag";
import { toMessageUsage } from "./message-usage";
import { toStopReason } from "./stop-reason";

const toolInput = z.record(z.string(), z.unknown());

/** Text without citations lacks the field, as in Anthropic's own answers: the AI SDK takes no null there. */
type WrittenBlock = Exclude<ContentBlock, TextBlock> | Omit<TextBlock, "citations">;

/** A whole answer as a Message: thinking first, then text, then calls of tools. */
export function toMessageBody(
  result: ChatResult,
  counts: UsageCounts,
  requestId: string,
): Omit<Message, "content"> & { content: WrittenBlock[] } {
  return {
    id: toMessageId(result.id, requestId),
    type: "message",
    role: "assistant",
    model: result.model,
    content: toContent(result, requestId),
    stop_reason: toStopReason(result.finishReason, result.stopSequence, Boolean(result.toolCalls?.length)),
    stop_sequence: result.stopSequence ?? null,
    stop_details: null,
    usage: toMessageUsage(counts),
    container: null,
    diagnostics: null,
  };
}

/** The id that Anthropic gave, else one made of the request's. */
export function toMessageId(id: string | undefined, requestId: string): string {
  return id?.startsWith("msg_") ? id : `msg_${requestId.replaceAll("-", "")}`;
}

function toContent(
  { text, reasoning, reasoningDetails, images, toolCalls }: ChatResult,
  requestId: string,
): WrittenBlock[] {
  const blocks: WrittenBlock[] = toThinkingBlocks(reasoningDetails ?? [], reasoning ?? "");
  if (text !== "") blocks.push(toTextBlock(text));
  for (const url of images ?? []) blocks.push(toTextBlock(toPictureText(url)));
  for (const call of toolCalls ?? [])
    blocks.push(toToolUseBlock(call, `toolu_${requestId.replaceAll("-", "")}_${blocks.length}`));
  return blocks;
}

function toThinkingBlocks(
  details: readonly ReasoningDetail[],
  reasoning: string,
): (ThinkingBlock | RedactedThinkingBlock)[] {
  const blocks: (ThinkingBlock | RedactedThinkingBlock)[] = [];
  const hasText = details.some((detail) => detail.text || detail.summary);
  let open: ThinkingBlock | undefined;
  const add = (thinking: string, signature: string) => {
    open = { type: "thinking", thinking, signature };
    blocks.push(open);
  };
  if (!hasText && reasoning !== "") add(reasoning, "");
  for (const detail of details) {
    if (open !== undefined && open.signature === "" && detail.type === "reasoning.summary")
      open.thinking += `\n\n${detail.summary ?? ""}`;
    else if (detail.type !== "reasoning.encrypted") add(detail.text ?? detail.summary ?? "", signatureOf(detail));
    else if (open !== undefined && open.signature === "" && isForeign(detail)) open.signature = tagReasoning(detail);
    else blocks.push({ type: "redacted_thinking", data: toRedactedData(detail) });
  }
  for (const block of blocks) if (block.type === "thinking") block.signature ||= UNPROVEN;
  return blocks;
}

/** The mark of thinking that nothing proves: it goes back to its provider as text, and never to Anthropic. */
export const UNPROVEN = tagReasoning({ type: "reasoning.text", format: "unknown" });

/** Anthropic's own signature as it is, another vendor's proof tagged, "" where there is none yet. */
export function signatureOf(detail: ReasoningDetail): string {
  if (detail.signature === undefined) return "";
  return isForeign(detail) ? tagReasoning(detail) : detail.signature;
}

export function toRedactedData(detail: ReasoningDetail): string {
  return isForeign(detail) ? tagReasoning(detail) : (detail.data ?? "");
}

/** Whether the proof means nothing to Anthropic. */
export function isForeign({ format }: ReasoningDetail): boolean {
  return format !== "anthropic-claude-v1";
}

/** A Message has no block for pictures the model drew; Markdown keeps them in the answer. */
export function toPictureText(url: string): string {
  return `![](${url})`;
}

function toTextBlock(text: string): WrittenBlock {
  return { type: "text", text };
}

/** Some servers give their calls no id; a client can answer only one that has. */
function toToolUseBlock({ id, name, arguments: json }: ToolCall, newId: string): ToolUseBlock {
  return { type: "tool_use", id: id || newId, name, input: toToolInput(json), caller: { type: "direct" } };
}

/**
 * The arguments as an object. What is none is wrapped as Anthropic advises for invalid JSON
 * (platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming), so that the tool's own check can tell the model.
 */
function toToolInput(json: string): Record<string, unknown> {
  if (json.trim() === "") return {};
  const parsed = toolInput.safeParse(parse(json));
  return parsed.success ? parsed.data : { INVALID_JSON: json };
}

function parse(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return isTooDeep(json, value) ? undefined : value;
  } catch {
    // A model may write anything; the caller wraps it.
    return undefined;
  }
}
