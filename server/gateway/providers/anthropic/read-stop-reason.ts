import type { FinishReason } from "@/server/gateway/spec/chat";

export function readStopReason(value: unknown): FinishReason | undefined {
  switch (value) {
    case null:
    case undefined:
      return undefined;
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool_calls";
    case "refusal":
      return "content_filter";
    default:
      return "stop";
  }
}
