import { expect, it } from "vitest";
import { createGoogleErrorReader } from "./read-error";

const readError = createGoogleErrorReader("Google");
const error = (code: number, status: string, message = "words", details: object[] = []) => ({
  error: { code, message, status, details },
});
const info = (reason: string) => ({
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason,
  domain: "googleapis.com",
});
const quota = (quotaValue: string, quotaId = "GenerateRequestsPerMinutePerProjectPerModel") => ({
  "@type": "type.googleapis.com/google.rpc.QuotaFailure",
  violations: [{ quotaMetric: "generate_requests", quotaId, quotaValue }],
});
const retry = (retryDelay: string) => ({ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay });

it.each([
  [
    400,
    error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [info("API_KEY_INVALID")]),
    "provider_auth_failed",
  ],
  [400, error(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key."), "provider_auth_failed"],
  [403, error(403, "PERMISSION_DENIED", "The caller does not have permission"), "provider_auth_failed"],
  [
    403,
    error(403, "PERMISSION_DENIED", "API has not been used in project", [info("SERVICE_DISABLED")]),
    "provider_rejected",
  ],
  [403, error(403, "PERMISSION_DENIED", "billing is off", [info("BILLING_DISABLED")]), "provider_quota_exceeded"],
  [401, error(401, "UNAUTHENTICATED"), "provider_auth_failed"],
  [400, { error: "invalid_grant", error_description: "Invalid JWT Signature." }, "provider_auth_failed"],
  [
    400,
    error(
      400,
      "INVALID_ARGUMENT",
      "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
    ),
    "context_too_long",
  ],
  [400, error(400, "INVALID_ARGUMENT", "Invalid value at 'contents'"), "provider_rejected"],
  [400, error(400, "FAILED_PRECONDITION", "User location is not supported for the API use."), "provider_rejected"],
  [404, error(404, "NOT_FOUND", "models/x is not found for API version v1beta"), "provider_model_missing"],
  [
    429,
    error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota", [quota("15"), retry("34.07s")]),
    "provider_rate_limited",
  ],
  [
    429,
    error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric: free_tier, limit: 0", [quota("0")]),
    "provider_quota_exceeded",
  ],
  [429, error(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."), "provider_quota_exceeded"],
  [500, error(500, "INTERNAL"), "provider_unavailable"],
  [503, error(503, "UNAVAILABLE", "The model is overloaded."), "provider_unavailable"],
  [504, error(504, "DEADLINE_EXCEEDED"), "provider_timeout"],
  [200, error(503, "UNAVAILABLE"), "provider_unavailable"],
  [429, [error(429, "RESOURCE_EXHAUSTED")], "provider_rate_limited"],
  [502, "<html>Bad gateway</html>", "provider_unavailable"],
])("%i %j is %s", (status, body, code) => {
  expect(readError({ status, body }).code).toBe(code);
});

it("takes the time to wait from Google's details, rounded up", () => {
  const body = error(429, "RESOURCE_EXHAUSTED", "slow down", [quota("15"), retry("34.07s")]);
  expect(readError({ status: 429, body }).details).toMatchObject({ retryAfterSeconds: 35, upstreamStatus: 429 });
});
