import type {
  ContentBlockParam,
  MessageParam,
  TextBlockParam,
  ToolResultBlockParam,
} from "@anthropic-ai/sdk/resources/messages";
import { isRecord, parseJson, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import type { ChatMessage } from "@/server/gateway/spec/chat";

type ContentPart = Exclude<ChatMessage["content"], string | null | undefined>[number];

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
        systemParts.push(...buildParts(message, warnings).filter((block) => block.type === "text"));
        break;
      case "assistant":
        add("assistant", [...buildParts(message, warnings), ...buildToolUses(message)]);
        break;
      case "tool":
        add("user", [buildToolResult(message, warnings)]);
        break;
      case "function":
        warnings.push('A message of role "function" was left out: use role "tool".');
        break;
      default:
        add("user", buildParts(message, warnings));
    }
  }
  if (messages.length === 0) return { system: undefined, messages: [{ role: "user", content: systemParts }] };
  return { system: joinSystem(systemParts), messages };
}

/** Plain text, unless a part carries a cache mark that must stay where it is. */
function joinSystem(parts: TextBlockParam[]): string | TextBlockParam[] | undefined {
  if (parts.length === 0) return undefined;
  return parts.some((part) => part.cache_control !== undefined) ? parts : parts.map((part) => part.text).join("\n\n");
}

/** Empty texts are dropped: Anthropic refuses them. */
function buildParts(message: ChatMessage, warnings: string[]): ContentBlockParam[] {
  const { content } = message;
  if (typeof content === "string") return content.trim() === "" ? [] : [{ type: "text", text: content }];
  return (content ?? []).flatMap((part) => buildPart(part, warnings));
}

function buildPart(part: ContentPart, warnings: string[]): ContentBlockParam[] {
  const cache = isRecord(part.cache_control)
    ? { cache_control: { type: "ephemeral" as const, ...part.cache_control } }
    : {};
  if (part.type === "text" || part.type === "refusal") {
    const text = readString(part, "text") ?? readString(part, "refusal") ?? "";
    return text.trim() === "" ? [] : [{ type: "text", text, ...cache }];
  }
  if (part.type === "image_url") {
    const image = readRecord(part, "image_url");
    const url = image === undefined ? readString(part, "image_url") : readString(image, "url");
    const block = buildImage(url ?? "");
    if (block !== undefined) return [{ ...block, ...cache }];
  }
  if (part.type === "file") {
    const data = /^data:application\/pdf;base64,(.+)$/s.exec(
      readString(readRecord(part, "file") ?? {}, "file_data") ?? "",
    )?.[1];
    if (data !== undefined)
      return [{ type: "document", source: { type: "base64", media_type: "application/pdf", data }, ...cache }];
  }
  warnings.push(`A message part of type "${part.type}" was left out: Anthropic does not take it in this form.`);
  return [];
}

function buildImage(url: string): Extract<ContentBlockParam, { type: "image" }> | undefined {
  if (/^https?:/i.test(url)) return { type: "image", source: { type: "url", url } };
  const [, type, data] = /^data:image\/([a-z]+);base64,(.+)$/is.exec(url) ?? [];
  if (data === undefined) return undefined;
  switch (type) {
    case "jpg":
    case "jpeg":
      return { type: "image", source: { type: "base64", media_type: "image/jpeg", data } };
    case "png":
      return { type: "image", source: { type: "base64", media_type: "image/png", data } };
    case "gif":
      return { type: "image", source: { type: "base64", media_type: "image/gif", data } };
    case "webp":
      return { type: "image", source: { type: "base64", media_type: "image/webp", data } };
    default:
      return undefined;
  }
}

function buildToolUses(message: ChatMessage): ContentBlockParam[] {
  return (message.tool_calls ?? []).flatMap((call) => {
    if (call.function === undefined) return [];
    const input = parseJson(call.function.arguments);
    return [{ type: "tool_use" as const, id: call.id, name: call.function.name, input: isRecord(input) ? input : {} }];
  });
}

function buildToolResult(message: ChatMessage, warnings: string[]): ToolResultBlockParam {
  const content = buildParts(message, warnings).flatMap((block) =>
    block.type === "text" || block.type === "image" ? [block] : [],
  );
  return { type: "tool_result", tool_use_id: message.tool_call_id ?? "", ...(content.length === 0 ? {} : { content }) };
}
