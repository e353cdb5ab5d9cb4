import type { ChatCall, ChatResult } from "@/server/gateway/spec/chat";

/** Fields with which a request depends on, or leaves behind, a state at the provider. */
const STATEFUL_FIELDS = ["previous_response_id", "conversation", "background", "container", "mcp_servers"] as const;

/** Whether an answer to this call may come from, or go to, the cache: one answer of text, made from what the request itself says. */
export function isCacheableCall({ request, native }: ChatCall): boolean {
  if ((request.n ?? 1) > 1) return false;
  const body = native?.body ?? request;
  if (STATEFUL_FIELDS.some((field) => body[field] !== undefined && body[field] !== null && body[field] !== false))
    return false;
  return !(Array.isArray(body.modalities) && body.modalities.includes("audio"));
}

/** Errors never get here. Cut off, filtered or half an exchange of tools is not what the next one should get. */
export function isCacheableAnswer(result: ChatResult): boolean {
  return (
    result.finishReason === "stop" &&
    !result.toolCalls?.length &&
    result.logprobs === undefined &&
    !result.images?.length &&
    result.text !== ""
  );
}
