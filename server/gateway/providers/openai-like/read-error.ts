import type { AppError, ErrorCode } from "@/lib/contracts/errors";
import { isRecord, readRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { codeOfStatus, upstreamError } from "@/server/gateway/providers/wire/upstream-error";

interface FailedAnswer {
  status: number;
  body: unknown;
}

/**
 * The error dialect `{ error: { message, type, code } }` and its common variants: `error` as text, FastAPI's `detail`, a bare
 * `message`. An error inside a 200 answer carries its status in `code` (OpenRouter does so).
 */
export function createErrorReader(providerName: string): (answer: FailedAnswer) => AppError {
  return ({ status, body }) => {
    const { message, type, code } = readErrorParts(body);
    const inner = Number(code);
    const effectiveStatus = status >= 400 ? status : inner >= 400 && inner < 600 ? inner : 500;
    return upstreamError(
      providerName,
      classify(effectiveStatus, `${type} ${code}`.toLowerCase(), message),
      effectiveStatus,
      message,
    );
  };
}

/** The words, type and code of an error in any of those variants; empty where there are none. */
export function readErrorParts(body: unknown): { message: string; type: string; code: string } {
  if (!isRecord(body))
    return { message: typeof body === "string" && !/^\s*</.test(body) ? body : "", type: "", code: "" };
  const error = readRecord(body, "error") ?? body;
  const code = error.code;
  return {
    message: readString(error, "message") ?? readString(body, "error") ?? readDetail(body.detail) ?? "",
    // OpenRouter marks moderation only by what it flagged.
    type: readString(error, "type") ?? (readRecord(error, "metadata")?.flagged_input === undefined ? "" : "moderation"),
    code: typeof code === "string" || typeof code === "number" ? String(code) : "",
  };
}

function readDetail(detail: unknown): string | undefined {
  if (typeof detail === "string") return detail;
  if (!Array.isArray(detail)) return undefined;
  return detail.flatMap((item) => (isRecord(item) ? (readString(item, "msg") ?? []) : [])).join("; ") || undefined;
}

function classify(status: number, kind: string, message: string): ErrorCode {
  if (/insufficient_quota|insufficient_balance|billing|exceeded_current_quota/.test(kind))
    return "provider_quota_exceeded";
  if (status === 403 && /insufficient.{0,12}(balance|quota|credit)|balance is (not enough|insufficient)/i.test(message))
    return "provider_quota_exceeded";
  if (status === 403 && /model_not_found/.test(kind)) return "provider_model_missing";
  if (status === 403 && /content_filter|content_policy|moderation/.test(kind)) return "content_filtered";
  if (status === 401 || status === 403) return "provider_auth_failed";
  if (status === 429 || status >= 500 || status === 408) return codeOfStatus(status);
  if (/context_length_exceeded|context_window|string_above_max_length/.test(kind)) return "context_too_long";
  if (/content_filter|content_policy|responsibleaipolicy/.test(kind)) return "content_filtered";
  if (/model_not_found|model_not_exist|invalid_model/.test(kind)) return "provider_model_missing";
  if (status === 400 || status === 422 || status === 413) {
    if (
      /maximum context length|context window|context length|too many tokens|prompt is too long|input is too long|exceeds the (available|maximum) context/i.test(
        message,
      )
    )
      return "context_too_long";
    if (/model\b.{0,80}(not found|does not exist|not exist|is not a valid model)/i.test(message))
      return "provider_model_missing";
    if (status === 413) return "provider_rejected";
  }
  return codeOfStatus(status);
}
