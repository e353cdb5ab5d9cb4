import type { ErrorCode } from "@/lib/contracts/errors";

/** docs.z.ai/api-reference/api-code: numbers as text. */
export const ZHIPU_CODES: Readonly<Record<string, ErrorCode>> = {
  "1000": "provider_auth_failed",
  "1001": "provider_auth_failed",
  "1002": "provider_auth_failed",
  "1003": "provider_auth_failed",
  "1004": "provider_auth_failed",
  "1110": "provider_auth_failed",
  "1111": "provider_auth_failed",
  "1112": "provider_auth_failed",
  "1113": "provider_quota_exceeded",
  "1121": "provider_auth_failed",
  "1211": "provider_model_missing",
  "1212": "capability_unsupported",
  "1220": "provider_model_missing",
  "1221": "provider_model_missing",
  "1222": "provider_model_missing",
  "1234": "provider_unavailable",
  "1261": "context_too_long",
  "1301": "content_filtered",
  "1302": "provider_rate_limited",
  "1303": "provider_rate_limited",
  "1304": "provider_quota_exceeded",
  "1305": "provider_rate_limited",
  "1308": "provider_quota_exceeded",
  "1309": "provider_quota_exceeded",
};
