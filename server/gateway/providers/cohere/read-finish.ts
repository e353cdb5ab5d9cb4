import { AppError } from "@/lib/contracts/errors";
import type { FinishReason } from "@/server/gateway/spec/chat";

/** docs.cohere.com/reference/chat. ERROR and TIMEOUT are no ways of finishing: they throw. */
export function readFinish(value: unknown, words: string | undefined): FinishReason | undefined {
  switch (value) {
    case null:
    case undefined:
      return undefined;
    case "MAX_TOKENS":
      return "length";
    case "TOOL_CALL":
      return "tool_calls";
    case "ERROR_TOXIC":
      return "content_filter";
    case "TIMEOUT":
      throw new AppError("provider_timeout", "Cohere gave up on the answer before it was complete. Try again.");
    case "ERROR":
      throw new AppError(
        "provider_unavailable",
        `Cohere failed while it wrote the answer${words ? `: “${words}”` : ""}. Try again, or let another provider take over.`,
      );
    default:
      return "stop";
  }
}
