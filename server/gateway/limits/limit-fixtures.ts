import { setMaxListeners } from "node:events";
import { isAppError } from "@/lib/contracts/errors";
import type { RateLimits } from "@/lib/contracts/rate-limit";
import type { Limiter, Place } from "./create-limiter";
import { type LimitScope, toLimitScope } from "./limit-scope";

export const NO_LIMITS: RateLimits = {
  requestsPerMinute: null,
  requestsPerHour: null,
  tokensPerMinute: null,
  tokensPerHour: null,
  maxParallelRequests: null,
};

/** Of a client that stays. */
export const HERE = new AbortController().signal;
// A hundred may wait in its name.
setMaxListeners(0, HERE);

export function limitScope(limits: Partial<RateLimits>, id = "lab", kind: LimitScope["kind"] = "tenant"): LimitScope {
  const made = toLimitScope("t", kind, id, id, { ...NO_LIMITS, ...limits });
  if (!made) throw new Error("nothing is limited");
  return made;
}

/** Undefined where it is refused for its limits. */
export async function tryTake(limiter: Limiter, scopes: readonly LimitScope[], tokens = 0): Promise<Place | undefined> {
  try {
    return await limiter.take(scopes, tokens, HERE, 0);
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") return undefined;
    throw error;
  }
}
