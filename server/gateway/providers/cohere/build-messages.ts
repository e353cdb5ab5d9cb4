import { z } from "zod";
import { liftToolMedia } from "@/server/gateway/providers/openai-like/lift-tool-media";
import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import { isRecord, type JsonRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { type ChatMessage, chatMessage } from "@/server/gateway/spec/chat";

/**
 * The conversation as Cohere takes it (docs.cohere.com/reference/chat): one system message, which has to come first; pictures in a user's
 * message; text alone in a tool's. Earlier thinking goes back as the plan of the tool calls that came of it.
 */
export function buildMessages(messages: readonly ChatMessage[]): JsonRecord[] {
  const instructions: string[] = [];
  const turns: JsonRecord[] = [];
  for (const [index, message] of withMediaLifted(messages).entries()) {
    const param = `messages.${index}.content`;
    switch (message.role) {
      case "system":
      case "developer":
        instructions.push(textOf(message, param));
        break;
      case "user":
        turns.push({ role: "user", content: buildContent(message, param) });
        break;
      case "assistant":
        turns.push(buildAssistant(message, param));
        break;
      case "tool":
        turns.push({ role: "tool", tool_call_id: message.tool_call_id ?? "", content: textOf(message, param) });
        break;
      default:
        throw untranslatable("Cohere", `A message of role "${message.role}"`, `messages.${index}.role`);
    }
  }
  return instructions.length === 0 ? turns : [{ role: "system", content: instructions.join("\n\n") }, ...turns];
}

function withMediaLifted(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const lifted = liftToolMedia(messages);
  return lifted === messages ? messages : z.array(chatMessage).parse(lifted);
}

function textOf({ content, role }: ChatMessage, param: string): string {
  if (!Array.isArray(content)) return content ?? "";
  const texts = content.map((part) => {
    const text = readString(part, "text") ?? readString(part, "refusal");
    if (text !== undefined) return text;
    throw untranslatable("Cohere", `A content part of type "${part.type}" in a message of role "${role}"`, param);
  });
  return texts.join(role === "assistant" ? "" : "\n\n");
}

function buildContent({ content }: ChatMessage, param: string): unknown {
  if (!Array.isArray(content)) return content ?? "";
  return content.map((part) => {
    if (part.type === "text") return { type: "text", text: readString(part, "text") ?? "" };
    if (part.type === "image_url") {
      const image = isRecord(part.image_url) ? part.image_url : { url: part.image_url };
      return { type: "image_url", image_url: image };
    }
    throw untranslatable("Cohere", `A content part of type "${part.type}"`, param);
  });
}

function buildAssistant(message: ChatMessage, param: string): JsonRecord {
  const content = textOf(message, param) || readString(message, "refusal") || "";
  const calls = (message.tool_calls ?? []).flatMap(({ id, function: called }) =>
    called === undefined
      ? []
      : [{ id, type: "function", function: { name: called.name, arguments: called.arguments || "{}" } }],
  );
  if (calls.length === 0) return { role: "assistant", content };
  const plan = readString(message, "reasoning_content");
  return {
    role: "assistant",
    tool_calls: calls,
    ...(plan && { tool_plan: plan }),
    ...(content !== "" && { content }),
  };
}
