import type { AppError, ErrorCode } from "@/lib/contracts/errors";
import { type Unanswered, writeErrorBody } from "@/server/http/write-answer";
import { THREAD, THREAD_REFUSAL } from "./refuse-thread";
import { setRequestId } from "./request-id";

/** Anthropic's error types (platform.claude.com/docs/en/api/errors) by status; its SDKs choose their class by status. */
function typeOf({ code, httpStatus }: AppError): string {
  const named = TYPES[code];
  if (named !== undefined) return named;
  switch (httpStatus) {
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    default:
      return httpStatus >= 500 ? "api_error" : "invalid_request_error";
  }
}

/** Where our status alone says too little. */
const TYPES: Partial<Record<ErrorCode, string>> = {
  provider_timeout: "timeout_error",
  not_ready: "overloaded_error",
};

/** Clients shorten their context when they read these words. */
const TOO_LONG = "prompt is too long";

/** Anthropic's error body, with Sluice's own code and the offending field beside its type. */
export function toAnthropicErrorBody(error: AppError, requestId: string) {
  const { param, fields } = error.details;
  return {
    type: "error",
    error: {
      type: typeOf(error),
      message: messageOf(error),
      code: error.code,
      ...(param === undefined ? {} : { param }),
      ...(fields === undefined ? {} : { fields }),
      ...(param === THREAD ? { details: THREAD_REFUSAL } : {}),
    },
    request_id: requestId,
  };
}

function messageOf({ code, message }: AppError): string {
  return code !== "context_too_long" || message.toLowerCase().includes(TOO_LONG) ? message : `${TOO_LONG}: ${message}`;
}

export function writeAnthropicError(answer: Unanswered, error: AppError, requestId: string): void {
  if (!answer.res.headersSent) {
    setRequestId(answer, requestId);
    // Its SDKs retry every 409 and 5xx unless they are told better.
    answer.setHeader("x-should-retry", String(error.isRetryable));
  }
  writeErrorBody(answer, error, toAnthropicErrorBody(error, requestId));
}
