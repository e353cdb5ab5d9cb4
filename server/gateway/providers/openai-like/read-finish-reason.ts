import type { FinishReason } from "@/server/gateway/spec/chat";

/** Undefined for none, and for "error", which is no way of finishing. Names other servers use for a normal stop count as `stop`. */
export function readFinishReason(value: unknown): FinishReason | undefined {
  switch (value) {
    case null:
    case undefined:
    case "":
    case "error":
      return undefined;
    case "length":
    case "max_tokens":
      return "length";
    case "tool_calls":
    case "function_call":
      return "tool_calls";
    case "content_filter":
      return "content_filter";
    default:
      return "stop";
  }
}
