import type { AppError, ErrorCode } from "@/lib/contracts/errors";
import { lookUp } from "@/lib/look-up";
import { isRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { codeOfStatus, upstreamError } from "@/server/gateway/providers/wire/upstream-error";

/** Exceptions whose status alone would mislead: docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html. */
const KNOWN: Record<string, { status: number; code: ErrorCode }> = {
  throttlingexception: { status: 429, code: "provider_rate_limited" },
  modelnotreadyexception: { status: 429, code: "provider_unavailable" },
  servicequotaexceededexception: { status: 400, code: "provider_quota_exceeded" },
  modeltimeoutexception: { status: 408, code: "provider_timeout" },
  modelerrorexception: { status: 424, code: "provider_unavailable" },
  modelstreamerrorexception: { status: 424, code: "provider_unavailable" },
  internalserverexception: { status: 500, code: "provider_unavailable" },
  serviceunavailableexception: { status: 503, code: "provider_unavailable" },
  resourcenotfoundexception: { status: 404, code: "provider_model_missing" },
  unrecognizedclientexception: { status: 403, code: "provider_auth_failed" },
  invalidsignatureexception: { status: 403, code: "provider_auth_failed" },
  incompletesignature: { status: 400, code: "provider_auth_failed" },
  expiredtokenexception: { status: 403, code: "provider_auth_failed" },
  missingauthenticationtokenexception: { status: 403, code: "provider_auth_failed" },
};

interface FailedAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

/** AWS names the exception in a header or in the body, sometimes with a namespace before it or an address behind. */
export function readBedrockError({ status, headers, body }: FailedAnswer): AppError {
  const name = headers["x-amzn-errortype"] ?? (isRecord(body) ? readString(body, "__type") : undefined) ?? "";
  const message = isRecord(body) ? (readString(body, "message") ?? readString(body, "Message")) : undefined;
  return bedrockError(name.split(":")[0]?.split("#").pop() ?? "", status, message);
}

/** The error of an exception by its name, which in a stream is all there is. */
export function bedrockError(exception: string, status: number, message: string | undefined): AppError {
  const known = lookUp(KNOWN, exception.toLowerCase());
  const effective = status >= 400 ? status : (known?.status ?? (/validation/i.test(exception) ? 400 : 500));
  const code = known?.code ?? classify(effective, message ?? "");
  return upstreamError("Amazon Bedrock", code, effective, message);
}

function classify(status: number, message: string): ErrorCode {
  // Without a subscription to the model the key is good all the same.
  if (status === 403 && /access to the model/i.test(message)) return "provider_model_missing";
  if (
    status === 400 &&
    /too long|too many (input )?tokens|maximum context|context (window|length|limit)/i.test(message)
  )
    return "context_too_long";
  if (status === 400 && /model identifier is invalid|on-demand throughput isn.t supported/i.test(message))
    return "provider_model_missing";
  if (status === 413) return "provider_rejected";
  return status === 424 ? "provider_unavailable" : codeOfStatus(status);
}
