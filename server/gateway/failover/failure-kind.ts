import type { AppError } from "@/lib/contracts/errors";

/**
 * Whose fault a failed attempt is, which decides everything else:
 * `upstream`: the host or its model. `limit`: the provider's rate limit for this key and model. `quota`: the account. `auth`: the key.
 * `access`: the key is known, but may not do this. `local`: the attempt never went out for a reason of our own, and costs nothing.
 * `request`: the provider answered, and would refuse the same request elsewhere too. `left`: the client went away. `ours`: Sluice itself.
 */
export type FailureKind = "upstream" | "limit" | "quota" | "auth" | "access" | "local" | "request" | "left" | "ours";

export function failureKind({ code, details: { upstreamStatus } }: AppError): FailureKind {
  switch (code) {
    case "provider_timeout":
    case "provider_unavailable":
    case "provider_bad_response":
    case "provider_stream_broken":
      return "upstream";
    case "provider_rate_limited":
      return "limit";
    case "provider_quota_exceeded":
      return "quota";
    case "provider_auth_failed":
      return upstreamStatus === 403 ? "access" : "auth";
    case "rate_limited":
    case "capability_unsupported":
    case "untranslatable":
    case "undecryptable":
    case "model_unpriced":
      return "local";
    case "client_closed":
      return "left";
    case "internal":
    case "not_ready":
      return "ours";
    default:
      return "request";
  }
}

/** A fault of the provider, its key or what it can express: another candidate may do better. All else would fail there too. */
export function mayMoveOn(kind: FailureKind): boolean {
  return kind !== "request" && kind !== "left" && kind !== "ours";
}

/** What the same key at the same host may do better a moment later. */
export function mayPass(kind: FailureKind): boolean {
  return kind === "upstream" || kind === "limit";
}
