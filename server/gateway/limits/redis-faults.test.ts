import { setTimeout as later } from "node:timers/promises";
import { beforeEach, describe, it, type TestContext } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { type FaultProxy, startFaultProxy } from "@/test/fault-proxy";
import { type RedisServer, startRedis, WHY_NO_REDIS } from "@/test/start-redis";
import { type Replica, startReplica } from "@/test/start-replica";
import { COMMAND_TIMEOUT_MS } from "./connect-redis";
import { HERE, limitScope, tryTake } from "./limit-fixtures";

/** Each fault has a Redis, a proxy before it and two replicas of its own. */
interface Setting {
  redis: RedisServer;
  proxy: FaultProxy;
  replicas: [Replica, Replica];
}

beforeEach(({ skip }) => skip(WHY_NO_REDIS !== undefined, WHY_NO_REDIS));

/** Torn down when the test has finished; they run side by side. */
async function set({ expect, onTestFinished }: TestContext, heartbeatMs = 100): Promise<Setting> {
  const redis = await startRedis();
  const proxy = await startFaultProxy({ port: redis.port });
  const url = `redis://127.0.0.1:${proxy.port}`;
  const options = { heartbeatMs };
  const setting: Setting = {
    redis,
    proxy,
    replicas: [await startReplica(url, options), await startReplica(url, options)],
  };
  onTestFinished(async () => {
    for (const { limiter } of setting.replicas) limiter.close();
    await proxy.close();
    await redis.stop();
  });
  if (heartbeatMs === NEVER_MS) return setting;
  for (const { limiter } of setting.replicas) await expect.poll(() => limiter.stats().replicas).toBe(2);
  return setting;
}

/** Past the end of any test. */
const NEVER_MS = 600_000;

const modes = ({ replicas }: Setting) => replicas.map(({ limiter }) => limiter.stats().mode);
const scopes = [limitScope({ requestsPerMinute: 60 })];

/** Takes from both, over and over, until told to stop or the time is up. */
async function load({ replicas }: Setting, isEnough: (refused: number) => boolean, longestMs: number) {
  const startedAt = performance.now();
  let admitted = 0;
  let refused = 0;
  let calls = 0;
  const tookMsEach: number[] = [];
  /** Calls that waited for Redis, and so for as long as it takes to give up on it. */
  let waited = 0;
  const takeFrom = async ({ limiter }: Replica) => {
    calls += 1;
    const calledAt = performance.now();
    try {
      const taken = limiter.take(scopes, 0, HERE, 0);
      if (taken instanceof Promise) waited += 1;
      (await taken).release(0);
      admitted += 1;
    } catch (error) {
      if (!isAppError(error) || error.code !== "rate_limited") throw error;
      refused += 1;
    } finally {
      tookMsEach.push(performance.now() - calledAt);
    }
  };
  while (!isEnough(refused) && performance.now() - startedAt < longestMs) {
    await Promise.all(replicas.map(takeFrom));
    await later(5);
  }
  const p99Ms = tookMsEach.toSorted((a, b) => a - b)[Math.floor(tookMsEach.length * 0.99)] ?? 0;
  return { admitted, calls, waited, p99Ms, tookMs: performance.now() - startedAt };
}

const areLocal = (setting: Setting) => () => modes(setting).every((mode) => mode === "local");
const areShared = (setting: Setting) => () => modes(setting).every((mode) => mode === "redis");

const FAULTS: Record<string, { number: number; begin(setting: Setting): unknown; end(setting: Setting): unknown }> = {
  "accepts and never answers": {
    number: 23,
    begin: ({ proxy }) => proxy.become({ kind: "black-hole" }),
    end: ({ proxy }) => proxy.become({ kind: "pass" }),
  },
  "is down, and comes back empty": {
    number: 24,
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.start(),
  },
  "resets every connection": {
    number: 24,
    begin: ({ proxy }) => proxy.become({ kind: "reset" }),
    end: ({ proxy }) => proxy.become({ kind: "pass" }),
  },
  "answers after 20 s": {
    number: 24,
    begin: ({ proxy }) => proxy.become({ kind: "latency", ms: 20_000 }),
    end: ({ proxy }) => proxy.become({ kind: "pass" }),
  },
  "is read-only": {
    number: 24,
    begin: ({ redis }) => redis.command("REPLICAOF", "127.0.0.1", "1"),
    end: ({ redis }) => redis.command("REPLICAOF", "NO", "ONE"),
  },
  "is out of memory": {
    number: 24,
    begin: ({ redis }) => redis.command("CONFIG", "SET", "maxmemory", "1"),
    end: ({ redis }) => redis.command("CONFIG", "SET", "maxmemory", "0"),
  },
};

describe.concurrent("when Redis", () => {
  for (const [what, { number, begin, end }] of Object.entries(FAULTS)) {
    it(`${number}. ${what}, limits hold locally at once, without waiting, and are shared again within 10 s after`, async (context) => {
      const { expect } = context;
      const setting = await set(context);
      const startedAt = performance.now();
      // The burst of a rested minute is spent, so that all that comes after comes at the limit's rate.
      const before = await load(setting, (refused) => refused >= 10, 5_000);
      await begin(setting);
      const opening = await load(setting, areLocal(setting), 8_000);
      // Five failures in a row, or failing for a second.
      expect(opening.tookMs).toBeLessThan(1_000 + 5 * COMMAND_TIMEOUT_MS + 1_000);
      const during = await load(setting, () => false, 2_000);
      expect(during.calls).toBeGreaterThan(20);
      expect(during.p99Ms).toBeLessThanOrEqual(50);
      // A probe of each replica now and then waits for what does not answer; nobody else does.
      expect(during.waited).toBeLessThanOrEqual(4);
      await end(setting);
      const recovery = await load(setting, areShared(setting), 12_000);
      expect(recovery.tookMs).toBeLessThan(10_000);
      const after = await load(setting, () => false, 200);
      const all = [before, opening, during, recovery, after];
      const admitted = all.reduce((sum, each) => sum + each.admitted, 0);
      const seconds = (performance.now() - startedAt) / 1_000;
      expect(before.admitted).toBeGreaterThanOrEqual(60);
      expect(admitted).toBeGreaterThan(before.admitted);
      expect(admitted).toBeLessThanOrEqual((60 + seconds) * 1.1);
      for (const { told } of setting.replicas) {
        expect(told[0]).toMatch(/^error: Redis is out of reach\. Each replica now holds 1\/2 of every limit/);
        expect(told[1]).toMatch(/^info: Redis is back/);
      }
    }, 30_000);
  }

  it("24. has forgotten the scripts, they are sent again and nobody notices", async (context) => {
    const { expect } = context;
    const setting = await set(context);
    await load(setting, () => false, 100);
    await setting.redis.command("SCRIPT", "FLUSH");
    await load(setting, () => false, 300);
    expect(modes(setting)).toEqual(["redis", "redis"]);
    expect(setting.replicas.flatMap(({ told }) => told)).toEqual([]);
  });

  it("25. is tried again, one of 200 callers tries and the others go on at once", async (context) => {
    const { expect } = context;
    const { redis, proxy, replicas } = await set(context, NEVER_MS);
    const [{ limiter }, other] = replicas;
    other.limiter.close();
    proxy.become({ kind: "latency", ms: 20_000 });
    const many = [limitScope({ requestsPerMinute: 1_000_000 })];
    await Promise.all(Array.from({ length: 5 }, () => tryTake(limiter, many)));
    expect(limiter.stats().mode).toBe("local");
    proxy.become({ kind: "pass" });
    await redis.command("CONFIG", "RESETSTAT");
    await later(1_100);
    // All in one turn: none knows how the first one's try goes.
    await Promise.all(Array.from({ length: 200 }, () => tryTake(limiter, many)));
    const asked = /cmdstat_eval(?:sha)?:calls=(\d+)/.exec(String(await redis.command("INFO", "commandstats")));
    expect(asked?.[1]).toBe("1");
    expect(limiter.stats().mode).toBe("redis");
  }, 10_000);
});
