import type { AppError, ErrorCode } from "@/lib/contracts/errors";
import { lookUp } from "@/lib/look-up";
import { isRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { codeOfStatus, upstreamError } from "@/server/gateway/providers/wire/upstream-error";

/** Types and their statuses: platform.claude.com/docs/en/api/errors. In a stream only the type is there. */
const STATUS_OF_TYPE: Record<string, number> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

export function readAnthropicError({ status, body }: { status: number; body: unknown }): AppError {
  const error = isRecord(body) ? readRecord(body, "error") : undefined;
  const type = error === undefined ? undefined : readString(error, "type");
  const message = error === undefined ? undefined : readString(error, "message");
  const effectiveStatus = status >= 400 ? status : (lookUp(STATUS_OF_TYPE, type ?? "") ?? 500);
  return upstreamError("Anthropic", classify(effectiveStatus, message ?? ""), effectiveStatus, message);
}

function classify(status: number, message: string): ErrorCode {
  if (status === 400 && /credit balance is too low/i.test(message)) return "provider_quota_exceeded";
  if (status === 400 && /prompt is too long|exceed.{0,20}context (limit|window)/i.test(message))
    return "context_too_long";
  if (status === 400 && /content filtering policy/i.test(message)) return "content_filtered";
  if (status === 413) return "provider_rejected";
  return codeOfStatus(status);
}
