import { isRecord, type JsonRecord, readString } from "@/server/gateway/providers/wire/json-value";

/**
 * OpenAI's chat takes nothing but text as the result of a tool (developers.openai.com/api/reference/chat, tool message): pictures and files
 * of a result move into the user's message behind the results of that turn. The same list where there are none.
 */
export function liftToolMedia(messages: readonly unknown[]): readonly unknown[] {
  if (!messages.some(hasMedia)) return messages;
  const kept: unknown[] = [];
  let lifted: unknown[] = [];
  for (const message of messages) {
    if (isRecord(message) && message.role === "tool") {
      const { result, media } = split(message);
      kept.push(result);
      lifted.push(...media);
    } else if (lifted.length > 0 && isRecord(message) && message.role === "user") {
      kept.push({ ...message, content: [...lifted, ...partsOf(message.content)] });
      lifted = [];
    } else {
      if (lifted.length > 0) kept.push({ role: "user", content: lifted });
      lifted = [];
      kept.push(message);
    }
  }
  return lifted.length > 0 ? [...kept, { role: "user", content: lifted }] : kept;
}

function hasMedia(message: unknown): message is JsonRecord {
  return (
    isRecord(message) && message.role === "tool" && Array.isArray(message.content) && message.content.some(isMedia)
  );
}

function isMedia(part: unknown): boolean {
  return isRecord(part) && (part.type === "image_url" || part.type === "file" || part.type === "input_audio");
}

function split(message: JsonRecord): { result: JsonRecord; media: unknown[] } {
  if (!Array.isArray(message.content)) return { result: message, media: [] };
  const media: unknown[] = message.content.filter(isMedia);
  if (media.length === 0) return { result: message, media };
  const rest: unknown[] = message.content.filter((part) => !isMedia(part));
  const content = rest.length > 0 ? rest : "The result is shown in the next message of the user.";
  const label = `From the result of the tool call ${readString(message, "tool_call_id") ?? ""}:`;
  return { result: { ...message, content }, media: [{ type: "text", text: label }, ...media] };
}

function partsOf(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content;
  return typeof content === "string" && content !== "" ? [{ type: "text", text: content }] : [];
}
