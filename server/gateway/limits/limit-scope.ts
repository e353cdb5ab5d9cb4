import type { LimitScopeKind, RateLimits } from "@/lib/contracts/rate-limit";

export type LimitedUnit = "requests" | "tokens";

/** One rate of a scope: so many units in so much time. */
export interface RateCell {
  unit: LimitedUnit;
  periodMs: number;
  limit: number;
  /** Where its state is kept, in memory as in Redis. */
  key: string;
}

/** Something that limits are set on, as the hot path needs it: nothing is put together in a call. */
export interface LimitScope {
  kind: LimitScopeKind;
  name: string;
  rates: readonly RateCell[];
  maxParallelRequests: number | null;
  /** Where the running calls are kept. */
  slotsKey: string;
  /** Where the time of its last refusal is kept. */
  refusedKey: string;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** Undefined where nothing is limited. The tenant is a hash tag, so that all keys of one call live on one Redis node. */
export function toLimitScope(
  tenantId: string,
  kind: LimitScopeKind,
  id: string,
  name: string,
  limits: RateLimits,
): LimitScope | undefined {
  const prefix = `sluice:limits:{${tenantId}}:${kind}:${id}`;
  const rates: RateCell[] = [];
  const add = (unit: LimitedUnit, periodMs: number, limit: number | null) => {
    if (limit !== null) rates.push({ unit, periodMs, limit, key: `${prefix}:${unit}:${periodMs}` });
  };
  add("requests", MINUTE_MS, limits.requestsPerMinute);
  add("requests", HOUR_MS, limits.requestsPerHour);
  add("tokens", MINUTE_MS, limits.tokensPerMinute);
  add("tokens", HOUR_MS, limits.tokensPerHour);
  const { maxParallelRequests } = limits;
  if (rates.length === 0 && maxParallelRequests === null) return undefined;
  return { kind, name, rates, maxParallelRequests, slotsKey: `${prefix}:slots`, refusedKey: `${prefix}:refused` };
}
