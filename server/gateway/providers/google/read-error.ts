import { AppError, type ErrorCode } from "@/lib/contracts/errors";
import { lookUp } from "@/lib/look-up";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { codeOfStatus, upstreamError } from "@/server/gateway/providers/wire/upstream-error";

/** google.rpc.Code by name, where only the name is there (cloud.google.com/apis/design/errors). */
const STATUS_OF_NAME: Record<string, number> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

interface FailedAnswer {
  status: number;
  body: unknown;
}

/**
 * Google's error dialect, `{ error: { code, message, status, details } }` (ai.google.dev/gemini-api/docs/troubleshooting), also wrapped in
 * an array as streams do, and the token endpoint's `{ error, error_description }`.
 */
export function createGoogleErrorReader(providerName: string): (answer: FailedAnswer) => AppError {
  return ({ status, body }) => {
    const whole = Array.isArray(body) ? body[0] : body;
    const record = isRecord(whole) ? whole : {};
    const error = readRecord(record, "error") ?? {};
    const name = readString(error, "status") ?? "";
    const told = typeof error.code === "number" && error.code >= 400 ? error.code : lookUp(STATUS_OF_NAME, name);
    const effectiveStatus = status >= 400 ? status : (told ?? 500);
    if (typeof record.error === "string" && effectiveStatus < 429)
      return upstreamError(providerName, "provider_auth_failed", effectiveStatus, undefined);

    const message = readString(error, "message") ?? (typeof body === "string" && !/^\s*</.test(body) ? body : "");
    const details = readArray(error, "details").filter(isRecord);
    const code = classify(effectiveStatus, message, details);
    const failure = upstreamError(providerName, code, effectiveStatus, message);
    const retryAfterSeconds = readRetryDelay(details);
    return retryAfterSeconds === undefined
      ? failure
      : new AppError(code, failure.message, { ...failure.details, retryAfterSeconds });
  };
}

function classify(status: number, message: string, details: readonly JsonRecord[]): ErrorCode {
  const reasons = details.flatMap((detail) => readString(detail, "reason") ?? []);
  if (
    reasons.some((reason) => /^API_KEY_/.test(reason)) ||
    (status === 400 && /API key (not valid|expired|not found)/i.test(message))
  )
    return "provider_auth_failed";
  if (reasons.includes("BILLING_DISABLED")) return "provider_quota_exceeded";
  // The key is good, but the API is switched off in its project; Google's own words hold the link that turns it on.
  if (reasons.includes("SERVICE_DISABLED")) return "provider_rejected";
  if (status === 429) return isUsedUp(message, details) ? "provider_quota_exceeded" : "provider_rate_limited";
  if (
    status === 400 &&
    /token count.{0,60}exceed|exceeds the maximum number of tokens|input context is too long/i.test(message)
  )
    return "context_too_long";
  if (status === 413) return "provider_rejected";
  return codeOfStatus(status);
}

/** No credit, or a limit of 0: waiting doesn't help. Any other quota refills. */
function isUsedUp(message: string, details: readonly JsonRecord[]): boolean {
  if (/credits? (are|is|have been) depleted|prepay|limit: 0\b/i.test(message)) return true;
  return details
    .flatMap((detail) => readArray(detail, "violations"))
    .some((violation) => isRecord(violation) && (violation.quotaValue === "0" || violation.quotaValue === 0));
}

/** RetryInfo's `retryDelay`, a duration such as "34.07s", in whole seconds. */
function readRetryDelay(details: readonly JsonRecord[]): number | undefined {
  for (const detail of details) {
    const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(readString(detail, "retryDelay") ?? "") ?? [];
    if (seconds !== undefined) return Math.ceil(Number(seconds));
  }
  return undefined;
}
