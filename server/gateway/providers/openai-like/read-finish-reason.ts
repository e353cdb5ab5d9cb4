import type { FinishReason } from "@/server/gateway/spec/chat";

/** Mistral and Zhipu, and DeepSeek: the vendor failed in the middle of the answer. */
const BROKEN_OFF: ReadonlySet<unknown> = new Set(["error", "network_error", "insufficient_system_resource"]);

/** True for names of a failure, which is no way of finishing. */
export function isBrokenOff(value: unknown): boolean {
  return BROKEN_OFF.has(value);
}

/** Undefined for none, and for a failure. Names other servers use for a normal stop count as `stop`. */
export function readFinishReason(value: unknown): FinishReason | undefined {
  if (isBrokenOff(value)) return undefined;
  switch (value) {
    case null:
    case undefined:
    case "":
      return undefined;
    case "length":
    case "max_tokens":
    case "model_length":
    case "model_context_window_exceeded":
      return "length";
    case "tool_calls":
    case "function_call":
      return "tool_calls";
    case "content_filter":
    case "sensitive":
      return "content_filter";
    default:
      return "stop";
  }
}
