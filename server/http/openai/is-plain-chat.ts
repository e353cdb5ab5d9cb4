import { type ChatRequest, chatMessage, chatRequest } from "@/server/gateway/spec/chat";

const FIELDS = new Map<string, { safeParse(value: unknown): { success: boolean } }>(Object.entries(chatRequest.shape));
const ROLES: ReadonlySet<unknown> = new Set(chatMessage.shape.role.options);

/**
 * Whether a body is a chat of texts alone, as most are, and so one that `chatRequest` takes as it is. The schema tries every field that there might be,
 * and makes a copy of everything: for a few messages that costs more than parsing them.
 */
export function isPlainChat(body: unknown): body is ChatRequest {
  if (!isObject(body) || body.model === undefined) return false;
  const { messages } = body;
  if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isPlainMessage)) return false;
  for (const name in body) {
    if (name === "messages") continue;
    if (name === "__proto__") return false;
    const field = FIELDS.get(name);
    if (field !== undefined && (isObject(body[name]) || !field.safeParse(body[name]).success)) return false;
  }
  return true;
}

function isPlainMessage(message: unknown): boolean {
  if (!isObject(message) || typeof message.content !== "string" || !ROLES.has(message.role)) return false;
  for (const name in message) if (name !== "role" && name !== "content") return false;
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
