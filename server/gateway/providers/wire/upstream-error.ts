import { AppError, type ErrorCode } from "@/lib/contracts/errors";
import { quoteUpstream } from "./quote-upstream";

const WHAT_NEXT: Partial<Record<ErrorCode, string>> = {
  provider_rate_limited: "Wait a little, or let another provider take over.",
  provider_quota_exceeded: "Top up the account at the provider, or raise its limit.",
  provider_model_missing: "Check the model's name, or sync the provider's models.",
  provider_rejected: "Change the request accordingly.",
  context_too_long: "Shorten the prompt, or choose a model with a larger context window.",
  capability_unsupported: "Choose another model, or start the server with this switched on.",
  content_filtered: "Change the prompt, or choose another model.",
  provider_unavailable: "Try again shortly, or let another provider take over.",
  provider_timeout: "Try again, or choose another model.",
};

/** What a bare HTTP status of an upstream means. */
export function codeOfStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return "provider_auth_failed";
  if (status === 402) return "provider_quota_exceeded";
  if (status === 404) return "provider_model_missing";
  if (status === 408 || status === 504) return "provider_timeout";
  if (status === 413) return "context_too_long";
  if (status === 429) return "provider_rate_limited";
  if (status >= 500) return "provider_unavailable";
  if (status >= 400) return "provider_rejected";
  return "provider_unavailable";
}

/**
 * The typed error in one sentence form: who answered what, their own words where they are harmless, what to do.
 * Words that come with `provider_auth_failed` are never quoted: vendors repeat the key in them.
 */
export function upstreamError(
  providerName: string,
  code: ErrorCode,
  status: number,
  words: string | undefined,
): AppError {
  if (code === "provider_auth_failed") {
    return new AppError(
      code,
      `${providerName} refused the stored key (${status}). Check that it is complete, active and allowed to use this model, then save it again.`,
      { upstreamStatus: status },
    );
  }
  const quote = words === undefined || words.trim() === "" ? "" : `: “${quoteUpstream(words)}”`;
  const next = WHAT_NEXT[code];
  return new AppError(code, `${providerName} answered ${status}${quote}.${next === undefined ? "" : ` ${next}`}`, {
    upstreamStatus: status,
  });
}
