import {
  type LimitReport,
  type LimitScopeKind,
  type LimitScopeView,
  RATE_LIMIT_FIELDS,
  type RateLimits,
} from "@/lib/contracts/rate-limit";
import type { ServiceContext } from "@/server/services/service-context";
import { loadLimitTargets } from "./load-limit-targets";

const NO_LIMITS: RateLimits = {
  requestsPerMinute: null,
  requestsPerHour: null,
  tokensPerMinute: null,
  tokensPerHour: null,
  maxParallelRequests: null,
};

/** Every limit of the organization with what is used of it now, and what else could be limited. */
export async function listLimits(
  context: Pick<ServiceContext, "database" | "actor" | "gateway" | "now">,
): Promise<LimitReport> {
  const { database, actor, gateway, now } = context;
  const [{ targets, rows }, inUse] = await Promise.all([
    database.inTenant(actor.tenantId, async (tx) => ({
      targets: await loadLimitTargets(tx, actor.tenantId),
      rows: await tx.rateLimit.findMany(),
    })),
    gateway.limitsInUse(actor.tenantId),
  ]);
  const keyOf = (kind: LimitScopeKind, scopeId: string) => `${kind} ${scopeId}`;
  const stored = new Map(rows.map((row) => [keyOf(row.scopeKind, row.scopeId), row]));
  const used = new Map(inUse.scopes.map((each) => [keyOf(each.kind, each.scopeId), each]));
  const all = targets.map(({ kind, scopeId, name, suggested, own }): LimitScopeView => {
    const use = used.get(keyOf(kind, scopeId));
    return {
      kind,
      scopeId,
      name,
      suggested,
      limits: pickLimits(own ?? stored.get(keyOf(kind, scopeId)) ?? NO_LIMITS),
      use: use?.use ?? [],
      lastRefusedAt: use?.lastRefusedAtMs ? new Date(use.lastRefusedAtMs) : null,
    };
  });
  const isShown = ({ kind, limits }: LimitScopeView) =>
    kind === "tenant" || RATE_LIMIT_FIELDS.some((field) => limits[field] !== null);
  return {
    scopes: all.filter(isShown),
    unlimited: all
      .filter((each) => !isShown(each))
      .map(({ kind, scopeId, name, suggested }) => ({ kind, scopeId, name, suggested })),
    queueMs: inUse.queueMs,
    mode: inUse.stats.mode,
    replicas: inUse.stats.replicas,
    asOf: now(),
  };
}

export function pickLimits(row: RateLimits): RateLimits {
  const { requestsPerMinute, requestsPerHour, tokensPerMinute, tokensPerHour, maxParallelRequests } = row;
  return { requestsPerMinute, requestsPerHour, tokensPerMinute, tokensPerHour, maxParallelRequests };
}
