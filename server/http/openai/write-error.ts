import type { AppError } from "@/lib/contracts/errors";
import { type Unanswered, writeErrorBody } from "@/server/http/write-answer";

/** OpenAI's error types by status, as their error reference lists them; the stock SDKs choose their class by status. */
function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  // What OpenAI says when an account has no money left; with 402 no stock client tries again.
  if (status === 402) return "insufficient_quota";
  if (status === 403) return "permission_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

/** OpenAI's error body. */
export function toErrorBody(error: AppError, requestId: string) {
  const { param, fields, dependents, retryAfterSeconds, budget } = error.details;
  return {
    error: {
      message: error.message,
      type: typeOf(error.httpStatus),
      code: error.code,
      param: param ?? null,
      request_id: requestId,
      ...(fields ? { fields } : {}),
      ...(dependents ? { dependents } : {}),
      ...(budget ? { budget } : {}),
      ...(retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds }),
    },
  };
}

export function writeError(answer: Unanswered, error: AppError, requestId: string): void {
  writeErrorBody(answer, error, toErrorBody(error, requestId));
}
