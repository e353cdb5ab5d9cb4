import { AppError } from "@/lib/contracts/errors";
import { placeThinking, type ThinkingBlock } from "@/server/gateway/providers/anthropic/thinking-blocks";
import { isRecord, type JsonRecord, parseJson } from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import { buildCachePoint, buildContent } from "./build-content";

interface ConverseMessage {
  role: "user" | "assistant";
  content: JsonRecord[];
}

/** System text apart, neighbours of one role merged: Converse wants the roles to alternate. `isClaude` says whose thinking may go back. */
export function buildMessages(
  chat: readonly ChatMessage[],
  isClaude: boolean,
  warnings: string[],
): { system: JsonRecord[]; messages: ConverseMessage[] } {
  const system: JsonRecord[] = [];
  const messages: ConverseMessage[] = [];
  const add = (role: ConverseMessage["role"], content: readonly JsonRecord[]) => {
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) messages.push({ role, content: [...content] });
  };
  for (const message of chat) {
    switch (message.role) {
      case "system":
      case "developer":
        system.push(...buildSystem(message));
        break;
      case "assistant":
        add("assistant", buildTurn(message, isClaude, warnings));
        break;
      case "tool":
        add("user", [buildToolResult(message), ...buildCachePoint(message)]);
        break;
      case "function":
        throw refusal('Amazon Bedrock knows no role "function". Send tool results with role "tool".');
      default:
        add("user", buildContent(message.content));
    }
  }
  for (const { content } of messages) nameLoneDocuments(content, warnings);
  return messages.length === 0 ? { system: [], messages: [{ role: "user", content: system }] } : { system, messages };
}

function buildSystem(message: ChatMessage): JsonRecord[] {
  const content = buildContent(message.content);
  if (content.every((block) => "text" in block || "cachePoint" in block)) return content;
  throw refusal("Amazon Bedrock takes only text as instructions. Move the rest to a user message.");
}

function buildTurn(message: ChatMessage, isClaude: boolean, warnings: string[]): JsonRecord[] {
  const blocks = [...buildContent(message.content), ...buildToolUses(message, warnings)];
  return isClaude ? placeThinking(message, blocks, buildReasoning) : blocks;
}

function buildReasoning(block: ThinkingBlock): JsonRecord {
  return block.type === "thinking"
    ? { reasoningContent: { reasoningText: { text: block.thinking, signature: block.signature } } }
    : { reasoningContent: { redactedContent: block.data } };
}

function buildToolUses(message: ChatMessage, warnings: string[]): JsonRecord[] {
  return (message.tool_calls ?? []).map((call) => {
    if (call.function === undefined)
      throw refusal(`Amazon Bedrock can't read an earlier tool call of type "${(call.type ?? "").slice(0, 60)}".`);
    const { name, arguments: text } = call.function;
    const input = parseJson(text);
    if (!isRecord(input) && text.trim() !== "")
      warnings.push(`The arguments of the earlier call of "${name}" are no JSON object, so they were left out.`);
    return { toolUse: { toolUseId: cleanId(call.id), name, input: isRecord(input) ? input : {} } };
  });
}

function buildToolResult(message: ChatMessage): JsonRecord {
  const content = buildContent(message.content).filter((block) => !("cachePoint" in block));
  return {
    toolResult: {
      toolUseId: cleanId(message.tool_call_id ?? ""),
      content: content.length > 0 ? content : [{ text: "(empty)" }],
      ...(message.is_error === true ? { status: "error" } : {}),
    },
  };
}

/** Bedrock takes letters, digits, "_" and "-", at most 64 of them; call and result change alike. */
function cleanId(id: string): string {
  return id.replace(/[^a-zA-Z0-9_-]/g, "_").slice(-64);
}

/** Converse refuses a document without a word of text beside it. */
function nameLoneDocuments(content: JsonRecord[], warnings: string[]): void {
  const first = content.find((block) => isRecord(block.document))?.document;
  if (!isRecord(first) || content.some((block) => "text" in block)) return;
  content.unshift({ text: String(first.name) });
  warnings.push("The document's name was sent as text before it: Amazon Bedrock takes no document without text.");
}

function refusal(what: string): AppError {
  return new AppError("untranslatable", what, { param: "messages" });
}
