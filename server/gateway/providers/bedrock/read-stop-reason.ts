import type { FinishReason } from "@/server/gateway/spec/chat";

/** docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, "stopReason". */
export function readStopReason(value: unknown): FinishReason {
  switch (value) {
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool_calls";
    case "guardrail_intervened":
    case "content_filtered":
    case "refusal":
      return "content_filter";
    default:
      return "stop";
  }
}
