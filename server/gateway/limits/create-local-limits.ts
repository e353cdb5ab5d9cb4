import type { LimitScope, RateCell } from "./limit-scope";
import { waitFor } from "./rate-window";
import type { Refusal } from "./refusal";
import type { ScopeUse } from "./scope-use";

export interface Granted {
  debtsMs: readonly number[];
}

/** The state of limits in this process's memory: all there is for one replica, and what a replica falls back to when Redis is gone. */
export interface LocalLimits {
  /** Takes one request, its expected tokens and a place in every scope, or nothing. A share of 2 halves each limit. */
  take(scopes: readonly LimitScope[], expectedTokens: number, share: number): Granted | Refusal;
  /** Takes over what Redis answered, so that a fall back goes on where Redis stood. */
  follow(scopes: readonly LimitScope[], debtsMs: readonly number[]): void;
  /** Counts a call as running that was admitted elsewhere. */
  begin(scopes: readonly LimitScope[]): void;
  end(scopes: readonly LimitScope[]): void;
  /** Gives back what was reserved too much, or takes what was reserved too little. */
  settle(scopes: readonly LimitScope[], difference: number, share: number): void;
  /** What was taken here since Redis last answered for this rate: Redis is told of it, or it would be given out twice. */
  debtUnknownToRedis(rate: RateCell): number;
  debtMs(rate: RateCell): number;
  use(scope: LimitScope): ScopeUse;
}

/** Rates whose allowance is whole again are forgotten past this many. */
const MANY_RATES = 10_000;

export function createLocalLimits(now: () => number, { isFallback }: { isFallback: boolean }): LocalLimits {
  const wholeAtMs = new Map<string, number>();
  const running = new Map<string, number>();
  const refusedAtMs = new Map<string, number>();
  const aheadOfRedis = new Set<string>();

  function debtMs({ key }: RateCell, nowMs: number): number {
    return Math.max(0, (wholeAtMs.get(key) ?? 0) - nowMs);
  }

  function refuse(
    scopes: readonly LimitScope[],
    scope: LimitScope,
    rate: RateCell | undefined,
    retryAfterMs: number,
    nowMs: number,
  ): Refusal {
    refusedAtMs.set(scope.refusedKey, nowMs);
    return { scope, rate, retryAfterMs, debtsMs: debtsOf(scopes, nowMs) };
  }

  function debtsOf(scopes: readonly LimitScope[], nowMs: number): number[] {
    const debtsMs: number[] = [];
    for (const { rates } of scopes) for (const rate of rates) debtsMs.push(debtMs(rate, nowMs));
    return debtsMs;
  }

  function forgetWhole(nowMs: number): void {
    for (const [key, atMs] of wholeAtMs) if (atMs <= nowMs) wholeAtMs.delete(key);
  }

  function begin(scopes: readonly LimitScope[]): void {
    for (const { slotsKey, maxParallelRequests } of scopes)
      if (maxParallelRequests !== null) running.set(slotsKey, (running.get(slotsKey) ?? 0) + 1);
  }

  return {
    take(scopes, expectedTokens, share) {
      const nowMs = now();
      let worst: { scope: LimitScope; rate: RateCell; waitMs: number } | undefined;
      let full: LimitScope | undefined;
      for (const scope of scopes) {
        const { maxParallelRequests, slotsKey } = scope;
        for (const rate of scope.rates) {
          const costMs = costOf(rate, expectedTokens) * share;
          const waitMs = waitFor(wholeAtMs.get(rate.key) ?? 0, costMs, rate.periodMs, nowMs);
          if (waitMs > 0 && waitMs > (worst?.waitMs ?? 0)) worst = { scope, rate, waitMs };
        }
        if (maxParallelRequests !== null && (running.get(slotsKey) ?? 0) >= shareOf(maxParallelRequests, share))
          full ??= scope;
      }
      if (worst) return refuse(scopes, worst.scope, worst.rate, worst.waitMs, nowMs);
      if (full) return refuse(scopes, full, undefined, PARALLEL_RETRY_MS, nowMs);
      for (const { rates } of scopes)
        for (const rate of rates) {
          const from = Math.max(wholeAtMs.get(rate.key) ?? 0, nowMs);
          wholeAtMs.set(rate.key, from + costOf(rate, expectedTokens) * share);
          if (isFallback) aheadOfRedis.add(rate.key);
        }
      begin(scopes);
      if (wholeAtMs.size > MANY_RATES) forgetWhole(nowMs);
      return { debtsMs: debtsOf(scopes, nowMs) };
    },
    follow(scopes, debtsMs) {
      const nowMs = now();
      let index = 0;
      for (const { rates } of scopes)
        for (const { key } of rates) {
          wholeAtMs.set(key, nowMs + (debtsMs[index] ?? 0));
          aheadOfRedis.delete(key);
          index += 1;
        }
      if (wholeAtMs.size > MANY_RATES) forgetWhole(nowMs);
    },
    begin,
    end(scopes) {
      for (const { slotsKey, maxParallelRequests } of scopes) {
        const count = running.get(slotsKey) ?? 0;
        // A limit that was set while the call ran never counted it.
        if (maxParallelRequests === null || count === 0) continue;
        if (count === 1) running.delete(slotsKey);
        else running.set(slotsKey, count - 1);
      }
    },
    settle(scopes, difference, share) {
      if (difference === 0) return;
      const nowMs = now();
      for (const { rates } of scopes)
        for (const rate of rates) {
          if (rate.unit !== "tokens") continue;
          const known = wholeAtMs.get(rate.key) ?? 0;
          const from = difference > 0 ? Math.max(known, nowMs) : known;
          wholeAtMs.set(rate.key, from + (difference * rate.periodMs * share) / rate.limit);
        }
    },
    debtUnknownToRedis: (rate) => (aheadOfRedis.has(rate.key) ? debtMs(rate, now()) : 0),
    debtMs: (rate) => debtMs(rate, now()),
    use: ({ rates, slotsKey, refusedKey, maxParallelRequests }) => ({
      debtsMs: rates.map((rate) => debtMs(rate, now())),
      running: maxParallelRequests === null ? null : (running.get(slotsKey) ?? 0),
      lastRefusedAtMs: refusedAtMs.get(refusedKey) ?? null,
    }),
  };
}

/** With a place to be had at any moment, waiting a second is as good as any guess. */
export const PARALLEL_RETRY_MS = 1_000;

/** What a call takes of a rate, as time. */
export function costOf({ unit, periodMs, limit }: RateCell, expectedTokens: number): number {
  return ((unit === "requests" ? 1 : expectedTokens) * periodMs) / limit;
}

/** A limit smaller than the number of replicas still lets one through on each: never off, and never shut. */
function shareOf(limit: number, share: number): number {
  return Math.max(1, Math.floor(limit / share));
}
