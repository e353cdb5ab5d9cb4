import { isRecord, type JsonRecord, readArray, readString } from "@/server/gateway/providers/wire/json-value";
import { liftToolMedia } from "./lift-tool-media";
import { untranslatable } from "./untranslatable";

export interface MessageRules {
  /** For sentences: "Mistral". */
  vendor: string;
  /** Types of content parts the vendor takes in a user's message; a function rewrites the part, or gives undefined where this one is not taken. */
  parts: Readonly<Record<string, true | ((part: JsonRecord) => JsonRecord | undefined)>>;
  /** Where the vendor takes an assistant's earlier thinking back: a field of its message, or a rewrite of the whole message. Dropped by default. */
  pastReasoning?: "reasoning_content" | "reasoning" | ((message: JsonRecord, reasoning: string) => JsonRecord);
  /** True where `name` of a message is an error. */
  isNameless?: boolean;
  /** True where `cache_control` on parts means the same as at Anthropic. */
  hasCacheControl?: boolean;
  /** Rewrites the id of tool calls, at the call and at its result alike. */
  toolCallId?: (id: string) => string;
}

/** Fields that extend the neutral message, or that answers carry and clients send back: no vendor here wants them. */
const EXTENSIONS = [
  "reasoning_content",
  "reasoning",
  "reasoning_details",
  "is_error",
  "refusal",
  "annotations",
  "audio",
  "images",
  "function_call",
  "cache_control",
];

/** The conversation as a vendor of OpenAI's dialect takes it. Throws `untranslatable` for a content part that would vanish. */
export function adaptMessages(messages: readonly unknown[], rules: MessageRules, warnings: string[]): unknown[] {
  let hasName = false;
  const adapted = liftToolMedia(messages).map((message, index) => {
    if (!isRecord(message)) return message;
    if (rules.isNameless && message.name !== undefined && message.role !== "tool") hasName = true;
    return adaptMessage(message, rules, `messages.${index}.content`);
  });
  if (hasName) warnings.push(`"name" of messages was left out: ${rules.vendor} does not take it.`);
  return adapted;
}

function adaptMessage(message: JsonRecord, rules: MessageRules, param: string): JsonRecord {
  const adapted = { ...message };
  for (const field of EXTENSIONS) delete adapted[field];
  if (rules.isNameless) delete adapted.name;
  if (message.role === "developer") adapted.role = "system";
  adapted.content = adaptContent(message, rules, param);
  if (message.role === "tool" && rules.toolCallId !== undefined && typeof message.tool_call_id === "string")
    adapted.tool_call_id = rules.toolCallId(message.tool_call_id);
  if (message.role !== "assistant") return adapted;
  const calls = readArray(message, "tool_calls");
  if (calls.length > 0) adapted.tool_calls = calls.map((call) => adaptToolCall(call, rules));
  else delete adapted.tool_calls;
  const reasoning = readString(message, "reasoning_content") ?? readString(message, "reasoning");
  if (reasoning === undefined || rules.pastReasoning === undefined) return adapted;
  if (typeof rules.pastReasoning === "string") return { ...adapted, [rules.pastReasoning]: reasoning };
  return rules.pastReasoning(adapted, reasoning);
}

function adaptContent(message: JsonRecord, rules: MessageRules, param: string): unknown {
  const { content } = message;
  if (!Array.isArray(content)) return content ?? readString(message, "refusal") ?? content;
  if (message.role !== "user") return adaptText(content, message, rules, param);
  return content.map((part: unknown, index) => adaptPart(part, rules, `${param}.${index}`));
}

/** What is not a user's is text: vendors differ in whether they take it in parts, none minds it whole. */
function adaptText(content: readonly unknown[], { role }: JsonRecord, rules: MessageRules, param: string): unknown {
  const texts = content.map((part, index) => {
    const text = isRecord(part) ? (readString(part, "text") ?? readString(part, "refusal")) : undefined;
    if (text !== undefined) return text;
    const type = isRecord(part) ? readString(part, "type") : undefined;
    throw untranslatable(
      rules.vendor,
      `A content part of type "${type}" in a message of role "${role}"`,
      `${param}.${index}`,
    );
  });
  const isCached = rules.hasCacheControl && content.some((part) => isRecord(part) && part.cache_control !== undefined);
  if (isCached) return content;
  return texts.join(role === "assistant" ? "" : "\n\n");
}

function adaptPart(part: unknown, rules: MessageRules, param: string): unknown {
  if (!isRecord(part)) return part;
  const type = readString(part, "type") ?? "";
  const { cache_control: cacheControl, ...bare } = part;
  const rule = Object.hasOwn(rules.parts, type) ? rules.parts[type] : undefined;
  const adapted = rule === true ? bare : rule?.(bare);
  if (adapted === undefined) throw untranslatable(rules.vendor, `A content part of type "${type}"`, param);
  return rules.hasCacheControl && cacheControl !== undefined ? { ...adapted, cache_control: cacheControl } : adapted;
}

function adaptToolCall(call: unknown, { toolCallId }: MessageRules): unknown {
  if (!isRecord(call)) return call;
  const { extra_content: _proof, index: _index, ...bare } = call;
  const id = typeof bare.id === "string" && toolCallId !== undefined ? toolCallId(bare.id) : bare.id;
  return { type: "function", ...bare, id };
}
