import type { AppError, ErrorCode } from "@/lib/contracts/errors";
import { isRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { codeOfStatus, upstreamError } from "@/server/gateway/providers/wire/upstream-error";

/** `{message}`, with the statuses of docs.cohere.com/reference/errors; 498 is a deny-listed token in the request or the answer. */
export function readCohereError({ status, body }: { status: number; body: unknown }): AppError {
  const message = isRecord(body) ? (readString(body, "message") ?? "") : typeof body === "string" ? body : "";
  const words = /^\s*</.test(message) ? "" : message;
  const effectiveStatus = status >= 400 ? status : 500;
  return upstreamError("Cohere", classify(effectiveStatus, words), effectiveStatus, words);
}

function classify(status: number, message: string): ErrorCode {
  if (status === 498) return "content_filtered";
  if (status === 499) return "provider_unavailable";
  if (status === 501) return "capability_unsupported";
  if (status === 400 || status === 413 || status === 422) {
    if (/too many tokens|prompt is too long|context (length|window)/i.test(message)) return "context_too_long";
    if (/model .{0,80}(not found|does not exist)/i.test(message)) return "provider_model_missing";
    return "provider_rejected";
  }
  return codeOfStatus(status);
}
