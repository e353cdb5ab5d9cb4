import type { ServerResponse } from "node:http";
import type { AppError } from "@/lib/contracts/errors";
import { writeErrorBody } from "@/server/http/write-answer";

/** Anthropic's error types by status, as its error reference lists them; the stock SDK chooses its class by status. */
function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 402) return "billing_error";
  if (status === 403) return "permission_error";
  if (status === 404) return "not_found_error";
  if (status === 413) return "request_too_large";
  if (status === 429) return "rate_limit_error";
  if (status === 504) return "timeout_error";
  if (status === 503 || status === 529) return "overloaded_error";
  return status >= 500 ? "api_error" : "invalid_request_error";
}

/** Anthropic's error body, with Sluice's own code beside its type. */
export function toAnthropicErrorBody(error: AppError, requestId: string) {
  return {
    type: "error",
    error: { type: typeOf(error.httpStatus), message: error.message, code: error.code },
    request_id: requestId,
  };
}

export function writeAnthropicError(res: ServerResponse, error: AppError, requestId: string): void {
  writeErrorBody(res, error, toAnthropicErrorBody(error, requestId));
}
