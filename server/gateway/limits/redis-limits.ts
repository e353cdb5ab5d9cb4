import { z } from "zod";
import type { RedisLink } from "./connect-redis";
import { costOf, type Granted, PARALLEL_RETRY_MS } from "./create-local-limits";
import type { LimitScope, RateCell } from "./limit-scope";
import { COUNT_REPLICAS, PEEK, RENEW, SETTLE, TAKE } from "./redis-scripts";
import type { Refusal } from "./refusal";
import type { ScopeUse } from "./scope-use";

/** A replica that is killed leaves its places to the others after this long. */
export const LEASE_MS = 15_000;
/** Often enough that one lost beat ends no lease. */
export const HEARTBEAT_MS = 5_000;
const REPLICAS_KEY = "sluice:replicas";

const answered = z.array(z.union([z.string(), z.number()])).transform((values) => values.map(Number));

/** The state of limits that replicas share. Each of these is one call to Redis, and throws when that fails. */
export interface RedisLimits {
  take(
    scopes: readonly LimitScope[],
    expectedTokens: number,
    lease: string,
    unheardDebtMs: (rate: RateCell) => number,
  ): Promise<Granted | Refusal>;
  settle(scopes: readonly LimitScope[], difference: number, lease: string): Promise<void>;
  renew(slotsKey: string, leases: readonly string[]): Promise<void>;
  countReplicas(replicaId: string): Promise<number>;
  /** All scopes are of one tenant. */
  peek(scopes: readonly LimitScope[], nowMs: number): Promise<ScopeUse[]>;
}

/** `clock` stands in for Redis's own in tests alone. */
export function createRedisLimits(link: Pick<RedisLink, "run">, clock?: () => number): RedisLimits {
  const now = () => clock?.() ?? "";

  return {
    async take(scopes, expectedTokens, lease, unheardDebtMs) {
      const { rates, limited, keys } = placesOf(scopes);
      const args: (string | number)[] = [now(), lease, LEASE_MS, rates.length, limited.length];
      scopes.forEach((scope, index) => {
        for (const rate of scope.rates)
          args.push(costOf(rate, expectedTokens), rate.periodMs, unheardDebtMs(rate), index + 1);
      });
      for (const scope of limited) args.push(scope.maxParallelRequests ?? 0, scopes.indexOf(scope) + 1);
      const [refused = 0, waitMs = 0, ...debtsMs] = answered.parse(await link.run(TAKE, keys, args));
      if (refused === 0) return { debtsMs };
      const rate = rates[refused - 1];
      const scope = rate ? scopes.find((each) => each.rates.includes(rate)) : limited[refused - 1 - rates.length];
      if (!scope) throw new Error("Redis named a limit that it was not asked about.");
      return { scope, rate, retryAfterMs: rate ? waitMs : PARALLEL_RETRY_MS, debtsMs };
    },
    async settle(scopes, difference, lease) {
      const rates = scopes.flatMap((scope) => scope.rates.filter((rate) => rate.unit === "tokens"));
      const corrected = difference === 0 ? [] : rates;
      const slots = scopes.filter((scope) => scope.maxParallelRequests !== null);
      if (corrected.length === 0 && slots.length === 0) return;
      const keys = [...corrected.map((rate) => rate.key), ...slots.map((scope) => scope.slotsKey)];
      const changes = corrected.map((rate) => costOf(rate, difference));
      await link.run(SETTLE, keys, [now(), lease, corrected.length, ...changes]);
    },
    async renew(slotsKey, leases) {
      await link.run(RENEW, [slotsKey], [now(), LEASE_MS, ...leases]);
    },
    async countReplicas(replicaId) {
      return z.number().parse(await link.run(COUNT_REPLICAS, [REPLICAS_KEY], [now(), LEASE_MS, replicaId]));
    },
    async peek(scopes, nowMs) {
      const { rates, limited, keys } = placesOf(scopes);
      const values = z.array(z.string()).parse(await link.run(PEEK, keys, [now(), rates.length, limited.length]));
      let rateAt = 0;
      return scopes.map((scope, index) => {
        const debtsMs = scope.rates.map(() => Number(values[rateAt++]));
        const slotAt = limited.indexOf(scope);
        const sinceRefusalMs = values[rates.length + limited.length + index];
        return {
          debtsMs,
          running: slotAt < 0 ? null : Number(values[rates.length + slotAt]),
          lastRefusedAtMs: sinceRefusalMs ? nowMs - Number(sinceRefusalMs) : null,
        };
      });
    },
  };
}

/** The keys of a call in the scripts' order, and what the first of them stand for. */
function placesOf(scopes: readonly LimitScope[]) {
  const rates = scopes.flatMap((scope) => scope.rates);
  const limited = scopes.filter((scope) => scope.maxParallelRequests !== null);
  const keys = [
    ...rates.map((rate) => rate.key),
    ...limited.map((scope) => scope.slotsKey),
    ...scopes.map((scope) => scope.refusedKey),
  ];
  return { rates, limited, keys };
}
