import type { LimitScopeKind, LimitUse, RATE_LIMIT_FIELDS } from "@/lib/contracts/rate-limit";
import type { Limiter, LimiterStats } from "./create-limiter";
import { HOUR_MS, type LimitScope, type RateCell } from "./limit-scope";
import type { TenantLimits } from "./tenant-limits";

/** What of one scope's limits is in use. */
export interface ReportedUse {
  kind: LimitScopeKind;
  scopeId: string;
  use: LimitUse[];
  lastRefusedAtMs: number | null;
}

export interface LimitsInUse {
  scopes: ReportedUse[];
  queueMs: number;
  stats: LimiterStats;
}

/** What of a tenant's limits is in use now, by all replicas where they share it. */
export async function reportUse(limiter: Limiter, tenantId: string, limits: TenantLimits): Promise<LimitsInUse> {
  const named: { scopeId: string; scope: LimitScope }[] = [];
  if (limits.tenant) named.push({ scopeId: tenantId, scope: limits.tenant });
  for (const byId of [limits.apiKeys, limits.processors, limits.models, limits.configs])
    for (const [scopeId, scope] of byId) named.push({ scopeId, scope });
  const used = await limiter.use(named.map(({ scope }) => scope));
  return {
    scopes: named.map(({ scopeId, scope }, index) => ({
      kind: scope.kind,
      scopeId,
      use: useOf(scope, used[index]?.debtsMs ?? [], used[index]?.running ?? 0),
      lastRefusedAtMs: used[index]?.lastRefusedAtMs ?? null,
    })),
    queueMs: limits.queueMs,
    stats: limiter.stats(),
  };
}

function useOf({ rates, maxParallelRequests }: LimitScope, debtsMs: readonly number[], running: number): LimitUse[] {
  const use: LimitUse[] = rates.map((rate, index) => ({
    field: fieldOf(rate),
    limit: rate.limit,
    used: Math.round(((debtsMs[index] ?? 0) * rate.limit) / rate.periodMs),
  }));
  return maxParallelRequests === null
    ? use
    : [...use, { field: "maxParallelRequests", limit: maxParallelRequests, used: running }];
}

function fieldOf({ unit, periodMs }: RateCell): (typeof RATE_LIMIT_FIELDS)[number] {
  if (periodMs === HOUR_MS) return unit === "requests" ? "requestsPerHour" : "tokensPerHour";
  return unit === "requests" ? "requestsPerMinute" : "tokensPerMinute";
}
