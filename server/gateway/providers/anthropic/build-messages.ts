import type {
  ContentBlockParam,
  MessageParam,
  TextBlockParam,
  ToolResultBlockParam,
} from "@anthropic-ai/sdk/resources/messages";
import { AppError } from "@/lib/contracts/errors";
import { isRecord, parseJson } from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";
import { buildPart } from "./build-part";
import { readCacheControl } from "./build-tools";
import { placeThinking } from "./thinking-blocks";

/** System text apart, neighbours of one role merged: Anthropic wants all results of a turn's tools in one user message, first. */
export function buildMessages(
  chat: readonly ChatMessage[],
  warnings: string[],
): { system: string | TextBlockParam[] | undefined; messages: MessageParam[] } {
  const systemParts: TextBlockParam[] = [];
  const messages: { role: "user" | "assistant"; content: ContentBlockParam[] }[] = [];
  const add = (role: "user" | "assistant", blocks: readonly ContentBlockParam[]) => {
    if (blocks.length === 0) return;
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else messages.push({ role, content: [...blocks] });
  };
  for (const message of chat) {
    switch (message.role) {
      case "system":
      case "developer":
        systemParts.push(...buildSystem(message));
        break;
      case "assistant":
        add(
          "assistant",
          placeThinking<ContentBlockParam>(
            message,
            [...buildParts(message), ...buildToolUses(message, warnings)],
            (thinking) => thinking,
          ),
        );
        break;
      case "tool":
        add("user", [buildToolResult(message)]);
        break;
      case "function":
        throw new AppError(
          "untranslatable",
          'Anthropic knows no role "function". Send tool results with role "tool".',
          {
            param: "messages",
          },
        );
      default:
        add("user", buildParts(message));
    }
  }
  if (messages.length === 0) return { system: undefined, messages: [{ role: "user", content: systemParts }] };
  trimPrefill(messages.at(-1));
  return { system: joinSystem(systemParts), messages };
}

/** Plain text, unless a part carries a cache mark that must stay where it is. */
function joinSystem(parts: TextBlockParam[]): string | TextBlockParam[] | undefined {
  if (parts.length === 0) return undefined;
  return parts.some((part) => part.cache_control !== undefined) ? parts : parts.map((part) => part.text).join("\n\n");
}

function buildSystem(message: ChatMessage): TextBlockParam[] {
  return buildParts(message).map((block) => {
    if (block.type === "text") return block;
    throw new AppError("untranslatable", "Anthropic takes only text as instructions. Move it to a user message.", {
      param: "messages",
    });
  });
}

function buildParts(message: ChatMessage): ReturnType<typeof buildPart> {
  const { content } = message;
  if (typeof content !== "string") return (content ?? []).flatMap(buildPart);
  return content.trim() === "" ? [] : [{ type: "text", text: content, ...readCacheControl(message) }];
}

function buildToolUses(message: ChatMessage, warnings: string[]): ContentBlockParam[] {
  return (message.tool_calls ?? []).map((call) => {
    if (call.function === undefined) {
      throw new AppError(
        "untranslatable",
        `Anthropic can't read an earlier tool call of type "${(call.type ?? "").slice(0, 60)}". Use another provider for this conversation.`,
        { param: "messages" },
      );
    }
    const { name, arguments: text } = call.function;
    const input = parseJson(text);
    if (!isRecord(input) && text.trim() !== "")
      warnings.push(`The arguments of the earlier call of "${name}" are no JSON object, so they were left out.`);
    return { type: "tool_use", id: cleanId(call.id), name, input: isRecord(input) ? input : {} };
  });
}

function buildToolResult(message: ChatMessage): ToolResultBlockParam {
  const content = buildParts({ ...message, cache_control: undefined });
  return {
    type: "tool_result",
    tool_use_id: cleanId(message.tool_call_id ?? ""),
    ...(content.length === 0 ? {} : { content }),
    ...(message.is_error === true ? { is_error: true } : {}),
    ...readCacheControl(message),
  };
}

/** Other vendors put dots and colons into ids, which Anthropic refuses; call and result change alike. */
function cleanId(id: string): string {
  return id.replace(/[^a-zA-Z0-9_-]/g, "_");
}

/** Anthropic refuses a begun answer that ends in blanks. */
function trimPrefill(last: { role: string; content: ContentBlockParam[] } | undefined): void {
  const block = last?.content.at(-1);
  if (last?.role === "assistant" && block?.type === "text") block.text = block.text.trimEnd();
}
