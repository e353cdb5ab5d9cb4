import type { FinishReason } from "@/server/gateway/spec/chat";

/** Said with `pause_turn`, which other dialects have no word for. */
export const PAUSED =
  "Anthropic paused a long turn of its own tools. Send the conversation back with this answer to let it go on.";

/** platform.claude.com/docs/en/build-with-claude/handling-stop-reasons; undefined while the answer goes on. */
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
