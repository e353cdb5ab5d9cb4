import { isRecord, readArray, readString } from "@/server/gateway/providers/wire/json-value";

/**
 * Mistral's content in parts (docs.mistral.ai/studio/conversations/reasoning): `text`, and `thinking` with parts of its own. Undefined for
 * anything but a list.
 */
export function readContentParts(content: unknown): { text: string; reasoning: string } | undefined {
  if (!Array.isArray(content)) return undefined;
  let text = "";
  let reasoning = "";
  for (const part of content) {
    if (!isRecord(part)) continue;
    if (part.type === "thinking") reasoning += readThinking(part.thinking, readArray(part, "thinking"));
    else text += readString(part, "text") ?? "";
  }
  return { text, reasoning };
}

function readThinking(whole: unknown, parts: readonly unknown[]): string {
  if (typeof whole === "string") return whole;
  return parts.map((part) => (isRecord(part) ? (readString(part, "text") ?? "") : "")).join("");
}
