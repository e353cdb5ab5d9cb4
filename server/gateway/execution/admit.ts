import type { LimitStanding } from "@/lib/contracts/limit-standing";
import type { Place } from "@/server/gateway/limits/create-limiter";
import { scopesOfAttempt, scopesOfRequest } from "@/server/gateway/limits/tenant-limits";
import { tighterOf } from "@/server/gateway/limits/to-standing";
import type { Candidate } from "@/server/gateway/routing/resolve-model";
import { totalInputTokens, totalOutputTokens, type UsageCounts } from "@/server/gateway/spec/usage";
import type { GatewayParts } from "./gateway-parts";
import type { CallPlan, PlannedCall } from "./plan-call";

/** What an attempt consumed in the end; nothing and 0 where it never went out. */
export interface Consumption {
  counts: UsageCounts;
  costNanoUsd: bigint;
}

/** An attempt's place within every limit and budget it falls under, taken all or nothing. */
export interface Admission {
  /** Told once what was really used; further calls change nothing. */
  release(consumed: Consumption): void;
}

/**
 * Takes a request's place within the limits of its tenant, API key and processor: once, however often it is tried, and given back when it ends.
 * Throws `rate_limited` with the time to wait, having consumed nothing. A promise only where it must wait or something outside this process
 * must be asked, so that the usual call waits for nothing.
 */
export function admitRequest(
  { limiter }: Pick<GatewayParts, "limiter">,
  { caller, options }: PlannedCall,
  { tenant: { limits }, processorId }: CallPlan,
  estimate: UsageCounts,
): Place | Promise<Place> {
  const scopes = scopesOfRequest(limits, caller.apiKeyId, processorId);
  return limiter.take(scopes, totalTokens(estimate), options.signal, limits.queueMs);
}

/**
 * Takes an attempt's place within the limits of the provider config it goes to and of its model. Throws `rate_limited`, having consumed nothing:
 * the candidate falls out. Only where no other is left (`isLast`) is it waited for.
 */
export function admit(
  { limiter }: Pick<GatewayParts, "limiter">,
  { caller, options }: PlannedCall,
  { tenant: { limits } }: CallPlan,
  { config, model }: Candidate,
  estimate: UsageCounts,
  isLast: boolean,
  standing: LimitStanding | null,
): Admission | Promise<Admission> {
  const scopes = scopesOfAttempt(limits, config.id, model.modelId);
  if (scopes.length === 0) {
    if (standing) caller.listener?.showLimits(standing);
    return UNLIMITED;
  }
  const place = limiter.take(scopes, totalTokens(estimate), options.signal, isLast ? limits.queueMs : 0);
  const tell = (taken: Place): Admission => {
    const tightest = tighterOf(standing, taken.standing);
    if (tightest) caller.listener?.showLimits(tightest);
    return { release: ({ counts }) => taken.release(totalTokens(counts)) };
  };
  return place instanceof Promise ? place.then(tell) : tell(place);
}

const UNLIMITED: Admission = { release: () => undefined };

export function totalTokens(counts: UsageCounts): number {
  return totalInputTokens(counts) + totalOutputTokens(counts);
}
