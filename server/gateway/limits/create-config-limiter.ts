import { AppError } from "@/lib/contracts/errors";
import type { ConfigEntry } from "@/server/gateway/config/config-store";
import { adjust, admitAt } from "./rate-window";

export type LimitedConfig = Pick<
  ConfigEntry,
  "id" | "name" | "requestsPerMinute" | "tokensPerMinute" | "maxParallelRequests"
>;

/** One admitted call; told once what it really used. */
export interface Admission {
  release(tokensUsed: number): void;
}

export interface ConfigLimiter {
  /** Reserves one request, its expected tokens and a place, all or nothing. Throws `rate_limited` with the seconds to wait; nothing is consumed then. */
  admit(config: LimitedConfig, expectedTokens: number): Admission;
}

interface Allowance {
  requestsWholeAtMs: number;
  tokensWholeAtMs: number;
  running: number;
}

/** With a place to be had at any moment, waiting a second is as good as any guess. */
const PARALLEL_RETRY_MS = 1_000;

/** Holds each provider config to its own limits, in this process's memory. */
export function createConfigLimiter(now: () => number = Date.now): ConfigLimiter {
  const allowances = new Map<string, Allowance>();

  return {
    admit(config, expectedTokens) {
      const { requestsPerMinute, tokensPerMinute, maxParallelRequests } = config;
      if (requestsPerMinute === null && tokensPerMinute === null && maxParallelRequests === null) return UNLIMITED;
      const allowance = allowances.get(config.id) ?? { requestsWholeAtMs: 0, tokensWholeAtMs: 0, running: 0 };
      const nowMs = now();
      if (maxParallelRequests !== null && allowance.running >= maxParallelRequests) {
        throw limited(config, `${maxParallelRequests} requests at once`, PARALLEL_RETRY_MS);
      }
      const requests =
        requestsPerMinute === null ? null : admitAt(allowance.requestsWholeAtMs, 1, requestsPerMinute, nowMs);
      if (requests && "retryAfterMs" in requests)
        throw limited(config, `${requestsPerMinute} requests a minute`, requests.retryAfterMs);
      const tokens =
        tokensPerMinute === null ? null : admitAt(allowance.tokensWholeAtMs, expectedTokens, tokensPerMinute, nowMs);
      if (tokens && "retryAfterMs" in tokens)
        throw limited(config, `${tokensPerMinute} tokens a minute`, tokens.retryAfterMs);

      if (requests) allowance.requestsWholeAtMs = requests.wholeAtMs;
      if (tokens) allowance.tokensWholeAtMs = tokens.wholeAtMs;
      allowance.running += 1;
      allowances.set(config.id, allowance);
      let isReleased = false;
      return {
        release(tokensUsed) {
          if (isReleased) return;
          isReleased = true;
          allowance.running -= 1;
          if (tokensPerMinute !== null) {
            allowance.tokensWholeAtMs = adjust(allowance.tokensWholeAtMs, tokensUsed - expectedTokens, tokensPerMinute);
          }
        },
      };
    },
  };
}

const UNLIMITED: Admission = { release: () => undefined };

function limited(config: LimitedConfig, limit: string, retryAfterMs: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return new AppError(
    "rate_limited",
    `Provider "${config.name}" is held to ${limit}. Try again in ${retryAfterSeconds} s, or raise the limit under Providers in the console.`,
    { retryAfterSeconds },
  );
}
