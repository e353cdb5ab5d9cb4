import type { AppError } from "@/lib/contracts/errors";
import type { LimitStanding } from "@/lib/contracts/limit-standing";
import type { CallSignal } from "@/server/gateway/spec/call-signal";
import { newId } from "@/server/gateway/spec/new-id";
import { createBreaker, type Pass } from "./create-breaker";
import { createLocalLimits, type Granted, PARALLEL_RETRY_MS } from "./create-local-limits";
import type { LimitScope } from "./limit-scope";
import { HEARTBEAT_MS, type RedisLimits } from "./redis-limits";
import { type Refusal, toError } from "./refusal";
import type { ScopeUse } from "./scope-use";
import { toStanding } from "./to-standing";
import { WaitingLine } from "./waiting-line";

/** A call's place within every limit it falls under. */
export interface Place {
  /** Told once what was really used; further calls change nothing. */
  release(tokensUsed: number): void;
  /** Null where nothing that the client sees is limited. */
  standing: LimitStanding | null;
}

export interface LimiterStats {
  /** "memory": the one replica. "redis": shared by all. "local": Redis is gone, and this replica holds its share by itself. */
  mode: "memory" | "redis" | "local";
  /** As last seen; 1 without Redis. */
  replicas: number;
  /** Since the start, by the kind of scope that refused. */
  rejections: Readonly<Record<LimitScope["kind"], number>>;
  waiting: number;
}

export interface Limiter {
  /**
   * Takes one request, its expected tokens and a place in every scope, all or nothing, waiting up to `queueMs` for a place among the parallel
   * calls. A promise only where it must wait or ask Redis. Throws `rate_limited` with the time to wait, having consumed nothing, and
   * `client_closed`.
   */
  take(
    scopes: readonly LimitScope[],
    expectedTokens: number,
    signal: CallSignal,
    queueMs: number,
  ): Place | Promise<Place>;
  /** For the console; scopes of one tenant. */
  use(scopes: readonly LimitScope[]): Promise<ScopeUse[]>;
  stats(): LimiterStats;
  close(): void;
}

export interface LimiterOptions {
  /** Shared state; without it this process is taken for the only one. */
  redis?: { limits: RedisLimits; reconnect(): void; close(): void; heartbeatMs?: number };
  log(level: "info" | "error", message: string): void;
  now?: () => number;
}

/** Until Redis has been seen: who sets REDIS_URL runs at least two. */
const REPLICAS_UNTIL_SEEN = 2;

/** Places are given back by other replicas too, and nobody tells this one. */
const POLL_MS = 100;
const LEASES_A_BEAT = 1_000;
const UNLIMITED: Place = { release: () => undefined, standing: null };

export function createLimiter({ redis, log, now = Date.now }: LimiterOptions): Limiter {
  const local = createLocalLimits(now, { isFallback: redis !== undefined });
  const lines = new Map<string, WaitingLine>();
  const rejections = { tenant: 0, api_key: 0, processor: 0, model: 0, provider_config: 0 };
  const replicaId = newId();
  /**
   * Lease → the sets it holds a place in. Also of calls admitted while Redis was gone: it is told of them when it is back. Empty without Redis,
   * where nobody asks for a lease.
   */
  const leases = new Map<string, readonly string[]>();
  let leaseCount = 0;
  let replicas = redis ? REPLICAS_UNTIL_SEEN : 1;

  const breaker = createBreaker({
    failuresToOpen: 5,
    failingMsToOpen: 1_000,
    cooldownMs: [1_000, 2_000],
    now: () => performance.now(),
    onOpen() {
      const share = replicas === 1 ? "all" : `1/${replicas}`;
      log("error", `Redis is out of reach. Each replica now holds ${share} of every limit by itself until it is back.`);
    },
    onClose() {
      log("info", "Redis is back: limits are shared by all replicas again.");
      void beat();
    },
  });

  /** Undefined where Redis is not to be asked now, or did not answer. */
  function throughRedis<T>(ask: (limits: RedisLimits) => Promise<T>): Promise<T | undefined> | undefined {
    const pass = redis && breaker.enter();
    return pass ? answerOf(pass, ask(redis.limits)) : undefined;
  }

  async function answerOf<T>(pass: Pass, asked: Promise<T>): Promise<T | undefined> {
    try {
      const answer = await asked;
      pass.succeed();
      return answer;
    } catch {
      pass.fail();
      if (breaker.isOpen()) redis?.reconnect();
      return undefined;
    }
  }

  function takeOnce(
    scopes: readonly LimitScope[],
    tokens: number,
    lease: string,
  ): Granted | Refusal | Promise<Granted | Refusal> {
    if (!redis) return local.take(scopes, tokens, replicas);
    const shared = throughRedis((limits) => limits.take(scopes, tokens, lease, local.debtUnknownToRedis));
    if (!shared) return local.take(scopes, tokens, replicas);
    return shared.then((answer) => {
      if (!answer) return local.take(scopes, tokens, replicas);
      local.follow(scopes, answer.debtsMs);
      if (!("scope" in answer)) local.begin(scopes);
      return answer;
    });
  }

  function grant(scopes: readonly LimitScope[], tokens: number, lease: string, { debtsMs }: Granted): Place {
    if (redis) noteLease(scopes, lease);
    let isReleased = false;
    return {
      standing: toStanding(scopes, debtsMs),
      release(tokensUsed) {
        if (isReleased) return;
        isReleased = true;
        const difference = tokensUsed - tokens;
        local.end(scopes);
        local.settle(scopes, difference, breaker.isOpen() ? replicas : 1);
        if (redis) {
          leases.delete(lease);
          // Sent before whoever waits here asks for the place: Redis hears of both in this order.
          void throughRedis((limits) => limits.settle(scopes, difference, lease));
        }
        if (lines.size > 0) wakeNext(scopes);
      },
    };
  }

  function noteLease(scopes: readonly LimitScope[], lease: string): void {
    const held: string[] = [];
    for (const { slotsKey, maxParallelRequests } of scopes) if (maxParallelRequests !== null) held.push(slotsKey);
    if (held.length > 0) leases.set(lease, held);
  }

  function wakeNext(scopes: readonly LimitScope[]): void {
    for (const { slotsKey, maxParallelRequests } of scopes)
      if (maxParallelRequests !== null) lines.get(slotsKey)?.wake();
  }

  function rejection(scopes: readonly LimitScope[], refusal: Refusal): AppError {
    rejections[refusal.scope.kind] += 1;
    return toError(refusal, toStanding(scopes, refusal.debtsMs));
  }

  function conclude(
    scopes: readonly LimitScope[],
    tokens: number,
    lease: string,
    outcome: Granted | Refusal,
    signal: CallSignal,
    queueMs: number,
  ): Place | Promise<Place> {
    if (!("scope" in outcome)) return grant(scopes, tokens, lease, outcome);
    if (outcome.rate || queueMs <= 0) throw rejection(scopes, outcome);
    return waitInLine(scopes, tokens, lease, outcome, signal, queueMs);
  }

  async function waitInLine(
    scopes: readonly LimitScope[],
    tokens: number,
    lease: string,
    first: Refusal,
    signal: CallSignal,
    queueMs: number,
  ): Promise<Place> {
    const deadlineMs = performance.now() + queueMs;
    let refusal = first;
    for (;;) {
      const { slotsKey } = refusal.scope;
      const line = lines.get(slotsKey) ?? new WaitingLine();
      lines.set(slotsKey, line);
      const turn = line.join(deadlineMs, signal, redis ? POLL_MS : undefined);
      if (!turn) throw rejection(scopes, refusal);
      try {
        do {
          if (!(await turn.comes())) throw rejection(scopes, refusal);
          const outcome = await takeOnce(scopes, tokens, lease);
          if (!("scope" in outcome)) return grant(scopes, tokens, lease, outcome);
          refusal = outcome;
          if (outcome.rate) throw rejection(scopes, outcome);
        } while (refusal.scope.slotsKey === slotsKey);
      } finally {
        turn.leave();
        if (line.length === 0) lines.delete(slotsKey);
      }
    }
  }

  /** Who comes later does not overtake those who wait. */
  function lineBefore(scopes: readonly LimitScope[]): Refusal | undefined {
    if (lines.size === 0) return undefined;
    const scope = scopes.find(
      ({ slotsKey, maxParallelRequests }) => maxParallelRequests !== null && lines.has(slotsKey),
    );
    if (!scope) return undefined;
    const debtsMs = scopes.flatMap(({ rates }) => rates.map(local.debtMs));
    return { scope, rate: undefined, retryAfterMs: PARALLEL_RETRY_MS, debtsMs };
  }

  async function beat(): Promise<void> {
    const seen = await throughRedis((limits) => limits.countReplicas(replicaId));
    if (seen === undefined) return;
    replicas = seen;
    const bySet = new Map<string, string[]>();
    for (const [lease, held] of leases)
      for (const slotsKey of held) bySet.set(slotsKey, [...(bySet.get(slotsKey) ?? []), lease]);
    for (const [slotsKey, held] of bySet)
      for (let from = 0; from < held.length; from += LEASES_A_BEAT)
        void throughRedis((limits) => limits.renew(slotsKey, held.slice(from, from + LEASES_A_BEAT)));
  }

  const heart = redis && setInterval(() => void beat(), redis.heartbeatMs ?? HEARTBEAT_MS);
  heart?.unref();
  if (redis) void beat();

  return {
    take(scopes, tokens, signal, queueMs) {
      if (scopes.length === 0) return UNLIMITED;
      leaseCount += 1;
      const lease = redis ? `${replicaId}:${leaseCount}` : "";
      const outcome = lineBefore(scopes) ?? takeOnce(scopes, tokens, lease);
      return outcome instanceof Promise
        ? outcome.then((settled) => conclude(scopes, tokens, lease, settled, signal, queueMs))
        : conclude(scopes, tokens, lease, outcome, signal, queueMs);
    },
    async use(scopes) {
      const shared = await throughRedis((limits) => limits.peek(scopes, now()));
      return shared ?? scopes.map((scope) => local.use(scope));
    },
    stats() {
      let waiting = 0;
      for (const line of lines.values()) waiting += line.length;
      const mode = redis ? (breaker.isOpen() ? "local" : "redis") : "memory";
      return { mode, replicas, rejections, waiting };
    },
    close() {
      clearInterval(heart);
      redis?.close();
    },
  };
}
