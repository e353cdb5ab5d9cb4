import { expect, it } from "vitest";
import { readAnthropicError } from "./read-error";

const error = (type: string, message = "words") => ({ type: "error", error: { type, message }, request_id: "req_1" });

it.each([
  [400, error("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"), "context_too_long"],
  [
    400,
    error("invalid_request_error", "input length and `max_tokens` exceed context limit: 1 + 2 > 3"),
    "context_too_long",
  ],
  [
    400,
    error("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
    "provider_quota_exceeded",
  ],
  [400, error("invalid_request_error", "Output blocked by content filtering policy"), "content_filtered"],
  [400, error("invalid_request_error"), "provider_rejected"],
  [402, error("billing_error"), "provider_quota_exceeded"],
  [401, error("authentication_error", "invalid x-api-key"), "provider_auth_failed"],
  [403, error("permission_error"), "provider_auth_failed"],
  [404, error("not_found_error", "model: claude-9"), "provider_model_missing"],
  [413, error("request_too_large"), "provider_rejected"],
  [429, error("rate_limit_error"), "provider_rate_limited"],
  [500, error("api_error"), "provider_unavailable"],
  [504, error("timeout_error"), "provider_timeout"],
  [529, error("overloaded_error"), "provider_unavailable"],
  [200, error("timeout_error"), "provider_timeout"],
  [200, error("billing_error"), "provider_quota_exceeded"],
  [200, error("overloaded_error"), "provider_unavailable"],
  [200, error("rate_limit_error"), "provider_rate_limited"],
])("%i %j is %s", (status, body, code) => {
  expect(readAnthropicError({ status, body }).code).toBe(code);
});
