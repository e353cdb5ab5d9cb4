import { setTimeout as later } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type RedisServer, startRedis, WHY_NO_REDIS } from "@/test/start-redis";
import { type Replica, type ReplicaOptions, startReplica } from "@/test/start-replica";
import type { Limiter, Place } from "./create-limiter";
import { HERE, limitScope, tryTake } from "./limit-fixtures";
import type { LimitScope } from "./limit-scope";
import { LEASE_MS } from "./redis-limits";

let redis: RedisServer;
let replicas: Replica[] = [];
/** Counted up, so that no test meets what another left. */
let tests = 0;

beforeAll(async () => {
  if (WHY_NO_REDIS === undefined) redis = await startRedis();
});
beforeEach(({ skip }) => {
  skip(WHY_NO_REDIS !== undefined, WHY_NO_REDIS);
  tests += 1;
});
afterEach(() => {
  for (const { limiter } of replicas) limiter.close();
  replicas = [];
});
afterAll(() => redis?.stop());

async function replica(options?: ReplicaOptions): Promise<Limiter> {
  const started = await startReplica(redis.url, options);
  replicas.push(started);
  return started.limiter;
}

/** Time that passes when the test says so, for Redis and the replicas alike. */
function settableClock() {
  let nowMs = Date.now();
  return { read: () => nowMs, pass: (ms: number) => (nowMs += ms) };
}

/** Offers `perSecond` requests a second for so long, to the replicas in turn; answers with when each was admitted. */
async function load(
  limiters: Limiter[],
  clock: ReturnType<typeof settableClock>,
  { perSecond, seconds, requestsPerMinute }: { perSecond: number; seconds: number; requestsPerMinute: number },
): Promise<number[]> {
  const scopes = [limitScope({ requestsPerMinute }, `rate-${tests}`)];
  const admittedAtMs: number[] = [];
  const perTurn = 5;
  for (let turn = 0; turn < (perSecond * seconds) / perTurn; turn += 1) {
    const places = await Promise.all(
      Array.from({ length: perTurn }, (_, n) => {
        const limiter = limiters[(turn + n) % limiters.length];
        return limiter && tryTake(limiter, scopes);
      }),
    );
    for (const place of places) if (place) admittedAtMs.push(clock.read());
    clock.pass((1_000 * perTurn) / perSecond);
  }
  return admittedAtMs;
}

/** The most that was admitted in any 60 s. */
function busiestMinute(atMs: readonly number[]): number {
  let from = 0;
  let most = 0;
  atMs.forEach((ms, index) => {
    while (ms - (atMs[from] ?? ms) >= 60_000) from += 1;
    most = Math.max(most, index - from + 1);
  });
  return most;
}

async function takeOrLeave(limiter: Limiter, scopes: LimitScope[]): Promise<Place | undefined> {
  try {
    return await limiter.take(scopes, 0, HERE, 50);
  } catch {
    return undefined;
  }
}

/** When the lease ends that ends last. */
async function latestEnd(slotsKey: string): Promise<number> {
  const [lease = ""] = z.array(z.string()).parse(await redis.command("ZRANGE", slotsKey, "-1", "-1"));
  return Number(await redis.command("ZSCORE", slotsKey, lease));
}

describe("two replicas over one Redis", { timeout: 30_000 }, () => {
  it("31. admit a limit of 600 a minute under three times the load within 1 %, and in no minute more than it and one burst", async () => {
    const clock = settableClock();
    const options = { now: clock.read, redisClock: clock.read };
    const pair = [await replica(options), await replica(options)];
    const admitted = await load(pair, clock, { perSecond: 30, seconds: 120, requestsPerMinute: 600 });
    // The burst of a rested minute, then what two minutes bring.
    expect(Math.abs(admitted.length - 1_800)).toBeLessThanOrEqual(18);
    expect(busiestMinute(admitted)).toBeLessThanOrEqual(1_200);
    expect(busiestMinute(admitted.filter((ms) => ms - (admitted[0] ?? 0) >= 60_000))).toBeLessThanOrEqual(606);
  });

  it("32. are as exact where one replica's clock is 90 s ahead", async () => {
    const clock = settableClock();
    const pair = [
      await replica({ now: clock.read, redisClock: clock.read }),
      await replica({ now: () => clock.read() + 90_000, redisClock: clock.read }),
    ];
    const admitted = await load(pair, clock, { perSecond: 30, seconds: 60, requestsPerMinute: 600 });
    expect(Math.abs(admitted.length - 1_200)).toBeLessThanOrEqual(12);
  });

  it("go by Redis's own clock, whatever theirs say", async () => {
    const fast = await replica({ now: () => Date.now() + 90_000 });
    const slow = await replica({ now: () => Date.now() - 90_000 });
    const scopes = [limitScope({ requestsPerMinute: 20 }, `clock-${tests}`)];
    let admitted = 0;
    for (let n = 0; n < 40; n += 1) if (await tryTake(n % 2 ? fast : slow, scopes)) admitted += 1;
    expect(admitted).toBeGreaterThanOrEqual(20);
    expect(admitted).toBeLessThanOrEqual(21);
  });

  it("33. let through the tokens of a limit within 1 % over five minutes, though a request is expected to take a quarter of what it takes", async () => {
    const clock = settableClock();
    const options = { now: clock.read, redisClock: clock.read };
    const [first, second] = [await replica(options), await replica(options)];
    const scopes = [limitScope({ tokensPerMinute: 60_000 }, `tokens-${tests}`)];
    const startMs = clock.read();
    let running: Place[] = [];
    let used = 0;
    for (let seconds = 0; seconds < 6 * 60; seconds += 1) {
      // What began a second ago has ended, and took four times what was expected.
      for (const place of running) place.release(400);
      if (clock.read() - startMs >= 60_000) used += running.length * 400;
      const taken = await Promise.all(
        Array.from({ length: 6 }, (_, n) => tryTake(n % 2 ? first : second, scopes, 100)),
      );
      running = taken.filter((place) => place !== undefined);
      clock.pass(1_000);
    }
    expect(used).toBeLessThanOrEqual(5 * 60_000 * 1.01);
    expect(used).toBeGreaterThanOrEqual(5 * 60_000 * 0.97);
  });

  it("35. take nothing for a request that is refused, from no scope", async () => {
    const [first, second] = [await replica(), await replica()];
    const tenant = limitScope(
      { requestsPerMinute: 100_000, tokensPerHour: 10_000, maxParallelRequests: 50 },
      `t-${tests}`,
    );
    const key = limitScope({ tokensPerHour: 100 }, `k-${tests}`, "api_key");
    await tryTake(first, [tenant, key], 100);
    const refused = await Promise.all(
      Array.from({ length: 500 }, (_, n) => tryTake(n % 2 ? first : second, [tenant, key], 50)),
    );
    expect(refused.every((place) => place === undefined)).toBe(true);
    const [use] = await first.use([tenant]);
    expect(use?.running).toBe(1);
    // One request and its tokens, and not five hundred.
    expect(use?.debtsMs[0]).toBeLessThanOrEqual(0.6);
    expect(use?.debtsMs[1]).toBeLessThanOrEqual(36_000);
    expect((await second.use([key]))[0]?.lastRefusedAtMs).toBeGreaterThan(Date.now() - 60_000);
  });

  it("34. never run more than the limit at once through a thousand calls that are abandoned, and hold no place after", async () => {
    const [first, second] = [await replica(), await replica()];
    const scopes = [limitScope({ maxParallelRequests: 10 }, `slots-${tests}`)];
    let running = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 1_000 }, async (_, n) => {
        const client = new AbortController();
        setTimeout(() => client.abort(), (n * 7) % 500);
        try {
          const place = await (n % 2 ? first : second).take(scopes, 0, client.signal, 1_000);
          running += 1;
          most = Math.max(most, running);
          await later((n * 3) % 10);
          running -= 1;
          place.release(0);
        } catch (error) {
          expect(error).toMatchObject({ name: "AppError" });
        }
      }),
    );
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
    await expect.poll(async () => (await first.use(scopes))[0]?.running).toBe(0);
  });

  it("34. free the places of a replica that died within 30 s, and keep those of one that lives however long it takes", async () => {
    const clock = settableClock();
    const options = { redisClock: clock.read, heartbeatMs: 20 };
    const [dead, alive, other] = [await replica(options), await replica(options), await replica(options)];
    const scopes = [limitScope({ maxParallelRequests: 2 }, `leases-${tests}`)];
    await tryTake(dead, scopes);
    await tryTake(alive, scopes);
    dead.close();
    expect(await tryTake(other, scopes)).toBeUndefined();
    const slotsKey = scopes[0]?.slotsKey ?? "";
    for (let beats = 0; beats < 4; beats += 1) {
      clock.pass(LEASE_MS / 3);
      await expect.poll(() => latestEnd(slotsKey)).toBeGreaterThanOrEqual(clock.read() + LEASE_MS - 1);
    }
    expect(LEASE_MS).toBeLessThanOrEqual(30_000);
    expect(await tryTake(other, scopes)).toBeDefined();
    expect(await tryTake(other, scopes)).toBeUndefined();
  });

  it("36. serve one tenant at once while another floods with 500 calls", async () => {
    const limiter = await replica();
    const flooded = [limitScope({ maxParallelRequests: 5 }, `flood-${tests}`)];
    const calm = [limitScope({ maxParallelRequests: 5, requestsPerMinute: 600 }, `calm-${tests}`)];
    let isOver = false;
    const flood = Array.from({ length: 500 }, async () => {
      while (!isOver) {
        const place = await takeOrLeave(limiter, flooded);
        await later(100);
        place?.release(0);
      }
    });
    for (let n = 0; n < 50; n += 1) {
      const startedAt = performance.now();
      const place = await tryTake(limiter, calm);
      expect(performance.now() - startedAt).toBeLessThan(1_000);
      expect(place).toBeDefined();
      place?.release(0);
      await later(20);
    }
    isOver = true;
    expect(limiter.stats().rejections.tenant).toBeGreaterThan(500);
    await Promise.all(flood);
  });

  it("26. lose at most one burst when Redis is flushed, and place the running calls again", async () => {
    const clock = settableClock();
    const limiter = await replica({ now: clock.read, redisClock: clock.read, heartbeatMs: 20 });
    const slots = [limitScope({ maxParallelRequests: 2 }, `kept-${tests}`)];
    await tryTake(limiter, slots);
    await tryTake(limiter, slots);
    const before = await load([limiter], clock, { perSecond: 30, seconds: 10, requestsPerMinute: 60 });
    await redis.command("FLUSHALL");
    const after = await load([limiter], clock, { perSecond: 30, seconds: 10, requestsPerMinute: 60 });
    expect(before.length + after.length).toBeLessThanOrEqual(60 + 10 + 60 + 10 + 1);
    await expect.poll(async () => (await limiter.use(slots))[0]?.running).toBe(2);
    expect(await tryTake(limiter, slots)).toBeUndefined();
  });

  it("see one another, and count no more of themselves once one is gone", async () => {
    const clock = settableClock();
    const options = { redisClock: clock.read, heartbeatMs: 20 };
    await redis.command("DEL", "sluice:replicas");
    const [first, second] = [await replica(options), await replica(options)];
    await expect.poll(() => first.stats().replicas).toBe(2);
    second.close();
    clock.pass(LEASE_MS + 1);
    await expect.poll(() => first.stats().replicas).toBe(1);
  });
});
