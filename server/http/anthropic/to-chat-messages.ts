import { z } from "zod";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { untagReasoning } from "@/server/http/chat/reasoning-tag";
import type { Translation } from "@/server/http/chat/translation";
import type { MessagesBody, MessagesContent } from "./messages-body";
import { readBlock } from "./read-block";
import { type ChatPart, cacheMark, marked, toChatBlock, toChatParts } from "./to-chat-parts";

const thinkingBlock = z.object({ thinking: z.string(), signature: z.string().nullish() });
const redactedBlock = z.object({ data: z.string() });
const toolUseBlock = z.object({
  id: z.string(),
  name: z.string(),
  input: z.unknown(),
  toolset_name: z.string().nullish(),
});
const toolResultBlock = z.object({
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).nullish(),
  is_error: z.boolean().nullish(),
  cache_control: cacheMark,
});

/** The turns of a Messages body, its system text first. Results of tools come before the rest of their turn, as the chat dialect wants them. */
export function toChatMessages(
  { system, messages }: Pick<MessagesBody, "system" | "messages">,
  translation: Translation,
): ChatMessage[] {
  const chat: ChatMessage[] = [];
  if (system) {
    const content = contentOf(toChatParts(system, "system", translation));
    if (content.length > 0) chat.push({ role: "system", content });
  }
  for (const [index, { role, content }] of messages.entries()) {
    const path = `messages.${index}.content`;
    if (role === "user") chat.push(...toUserTurn(content, path, translation));
    else if (role === "assistant") chat.push(toAssistantTurn(content, path, translation));
    else chat.push({ role: "system", content: contentOf(toChatParts(content, path, translation)) });
  }
  if (messages.at(-1)?.role === "assistant") {
    translation.lose(
      "The last message is the assistant's: the provider may begin a new answer instead of carrying that one on.",
    );
  }
  return chat;
}

function toUserTurn(content: MessagesContent, path: string, translation: Translation): ChatMessage[] {
  if (typeof content === "string") return [{ role: "user", content }];
  const results: ChatMessage[] = [];
  const parts: ChatPart[] = [];
  for (const [index, block] of content.entries()) {
    const at = `${path}.${index}`;
    if (block.type === "tool_result") results.push(toToolMessage(block, at, translation));
    else parts.push(...toChatBlock(block, at, translation));
  }
  if (parts.length === 0 && results.length > 0) return results;
  return [...results, { role: "user", content: contentOf(parts) }];
}

function toToolMessage(block: ChatPart, path: string, translation: Translation): ChatMessage {
  const { tool_use_id, content, is_error, cache_control } = readBlock(toolResultBlock, block, path);
  return {
    role: "tool",
    tool_call_id: tool_use_id,
    content: contentOf(toChatParts(content ?? "", `${path}.content`, translation)),
    ...(is_error ? { is_error: true } : {}),
    ...marked(cache_control),
  };
}

function toAssistantTurn(content: MessagesContent, path: string, translation: Translation): ChatMessage {
  if (typeof content === "string") return { role: "assistant", content };
  const parts: ChatPart[] = [];
  const toolCalls: NonNullable<ChatMessage["tool_calls"]> = [];
  const details: ReasoningDetail[] = [];
  let reasoning = "";
  for (const [index, block] of content.entries()) {
    const at = `${path}.${index}`;
    switch (block.type) {
      case "thinking": {
        const { thinking, signature } = readBlock(thinkingBlock, block, at);
        reasoning += thinking;
        details.push(...detailsOf(thinking, signature ?? ""));
        break;
      }
      case "redacted_thinking": {
        const { data } = readBlock(redactedBlock, block, at);
        details.push(untagReasoning(data) ?? { type: "reasoning.encrypted", data, format: "anthropic-claude-v1" });
        break;
      }
      case "tool_use": {
        const { id, name, input, toolset_name } = readBlock(toolUseBlock, block, at);
        if (toolset_name)
          translation.refuse(at, `The tool set "${toolset_name}" is one that Claude models alone are trained on.`);
        toolCalls.push({ id, type: "function", function: { name, arguments: JSON.stringify(input ?? {}) } });
        break;
      }
      default:
        parts.push(...toChatBlock(block, at, translation));
    }
  }
  return {
    role: "assistant",
    content: parts.length === 0 ? null : contentOf(parts),
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(details.length > 0 ? { reasoning_details: details.map((detail, index) => ({ ...detail, index })) } : {}),
  };
}

/** A thinking block with Anthropic's own signature, or with the tagged proof of the vendor that wrote it. */
function detailsOf(thinking: string, signature: string): ReasoningDetail[] {
  const proof = untagReasoning(signature);
  if (proof === undefined) {
    return signature === ""
      ? [{ type: "reasoning.text", text: thinking, format: "unknown" }]
      : [{ type: "reasoning.text", text: thinking, signature, format: "anthropic-claude-v1" }];
  }
  if (proof.type === "reasoning.text") return [{ ...proof, text: thinking }];
  if (thinking === "") return [proof];
  const shown: ReasoningDetail =
    proof.format === "openai-responses-v1"
      ? { type: "reasoning.summary", summary: thinking, format: proof.format }
      : { type: "reasoning.text", text: thinking, format: proof.format };
  return [shown, proof];
}

/** Plain text where there is nothing but one text: many servers of the chat dialect know no lists. */
function contentOf(parts: ChatPart[]): string | ChatPart[] {
  const [first] = parts;
  if (first === undefined) return "";
  const isPlain = parts.length === 1 && first.type === "text" && first.cache_control === undefined;
  return isPlain && typeof first.text === "string" ? first.text : parts;
}
