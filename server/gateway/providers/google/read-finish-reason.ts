import type { FinishReason } from "@/server/gateway/spec/chat";

/** Reasons that say the model failed at writing what it was to write; none is a way of finishing. */
const FAILURES = new Set([
  "MALFORMED_FUNCTION_CALL",
  "UNEXPECTED_TOOL_CALL",
  "TOO_MANY_TOOL_CALLS",
  "MISSING_THOUGHT_SIGNATURE",
  "MALFORMED_RESPONSE",
]);
const FILTERS = new Set([
  "SAFETY",
  "RECITATION",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
  "MODEL_ARMOR",
]);

export function isFailedFinish(reason: string): boolean {
  return FAILURES.has(reason);
}

/** Gemini's `finishReason` (ai.google.dev/api/generate-content#FinishReason); it says STOP also for function calls, so whether there were any decides. */
export function readFinishReason(reason: string, hasToolCalls: boolean): FinishReason {
  if (reason === "MAX_TOKENS") return "length";
  if (FILTERS.has(reason)) return "content_filter";
  return hasToolCalls ? "tool_calls" : "stop";
}
