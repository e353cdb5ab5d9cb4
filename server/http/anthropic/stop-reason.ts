import type { StopReason } from "@anthropic-ai/sdk/resources/messages";
import type { FinishReason } from "@/server/gateway/spec/chat";

/** Why the answer ended. Some vendors say "stop" after a tool call too; clients wait for `tool_use` before they run it. */
export function toStopReason(
  finishReason: FinishReason,
  stopSequence: string | undefined,
  hasToolCalls: boolean,
): StopReason {
  switch (finishReason) {
    case "length":
      return "max_tokens";
    case "content_filter":
      return "refusal";
    case "tool_calls":
      return "tool_use";
    case "stop":
      if (hasToolCalls) return "tool_use";
      return stopSequence === undefined ? "end_turn" : "stop_sequence";
  }
}
