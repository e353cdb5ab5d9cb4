import type { AppError, ErrorCode } from "@/lib/contracts/errors";

/** Refused before anything was done for the call, or with a clear "later": the same key may be tried again. */
const NOTHING_DONE: ReadonlySet<ErrorCode> = new Set([
  "invalid_request",
  "unauthenticated",
  "forbidden",
  "not_found",
  "model_not_found",
  "method_not_allowed",
  "conflict",
  "request_too_large",
  "rate_limited",
  "budget_exceeded",
  "no_default_model",
  "model_disabled",
  "provider_config_disabled",
  "model_type_mismatch",
  "capability_unsupported",
  "untranslatable",
  "has_dependents",
  "undecryptable",
  "egress_blocked",
  "provider_rate_limited",
  "not_ready",
]);

/**
 * Whether an error is a call's result, to be repeated like any other. As at Stripe (docs.stripe.com/api/idempotent_requests), a failure
 * of a call that had begun is one, 500s included; a refusal before it began, a 409 and a 429 are not.
 */
export function isStorable(error: AppError): boolean {
  return !NOTHING_DONE.has(error.code) && error.httpStatus !== 409 && error.httpStatus !== 429;
}
