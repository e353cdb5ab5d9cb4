import { isRecord, type JsonRecord, readArray } from "@/server/gateway/providers/wire/json-value";
import { liftToolMedia } from "./lift-tool-media";
import { untranslatable } from "./untranslatable";

/** What the neutral message has beside OpenAI's fields. `reasoning_content` is no extension here: many servers give it, and want it back. */
const EXTENSIONS = ["cache_control", "is_error", "reasoning_details"] as const;

/**
 * A request of another dialect in nothing but OpenAI's own words, for servers that refuse fields they don't know. What it asks of
 * thinking goes as far as `reasoning_effort` says it.
 */
export function plainBody(body: JsonRecord, warnings: string[]): JsonRecord {
  const { thinking, ...rest } = body;
  if (isRecord(thinking) && thinking.type !== "disabled" && rest.reasoning_effort === undefined)
    warnings.push("How much to think was left out: the server decides.");
  return {
    ...rest,
    messages: liftToolMedia(readArray(body, "messages")).map(plainMessage),
    ...(Array.isArray(body.tools) ? { tools: body.tools.map(withoutCacheMark) } : {}),
  };
}

function plainMessage(message: unknown, index: number): unknown {
  if (!isRecord(message)) return message;
  const plain = { ...message };
  for (const field of EXTENSIONS) delete plain[field];
  if (Array.isArray(message.content)) plain.content = plainContent(message.role, message.content, index);
  return plain;
}

/** Text alone goes whole where it is not a user's: servers differ in whether they take parts there, none minds a text. */
function plainContent(role: unknown, content: readonly unknown[], index: number): unknown {
  const parts = content.map(withoutCacheMark);
  for (const [at, part] of parts.entries()) {
    if (isRecord(part) && part.type === "file" && isRecord(part.file) && part.file.file_url !== undefined)
      throw untranslatable("This dialect", "A file by its address", `messages.${index}.content.${at}`);
  }
  if (role === "user") return parts;
  const texts = parts.flatMap((part) => (isRecord(part) && typeof part.text === "string" ? [part.text] : []));
  return texts.length === parts.length ? texts.join(role === "assistant" ? "" : "\n\n") : parts;
}

function withoutCacheMark(value: unknown): unknown {
  if (!isRecord(value) || value.cache_control === undefined) return value;
  const { cache_control: _mark, ...rest } = value;
  return rest;
}
