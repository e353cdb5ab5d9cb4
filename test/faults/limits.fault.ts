import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as later } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { limitScope, tryTake } from "@/server/gateway/limits/limit-fixtures";
import type { LimitScope } from "@/server/gateway/limits/limit-scope";
import { type RedisServer, startRedis, WHY_NO_REDIS } from "@/test/start-redis";
import { startReplica } from "@/test/start-replica";

let redis: RedisServer;
beforeAll(async () => {
  if (WHY_NO_REDIS === undefined) redis = await startRedis();
});
beforeEach(({ skip }) => skip(WHY_NO_REDIS !== undefined, WHY_NO_REDIS));
afterAll(() => redis?.stop());

it("31. two replicas admit 600 a minute under three times the load for 60 s within 1 %", {
  timeout: 120_000,
}, async () => {
  const [first, second] = [await startReplica(redis.url), await startReplica(redis.url)];
  const scopes: LimitScope[] = [limitScope({ requestsPerMinute: 600 }, "rate")];
  const startedAt = performance.now();
  let admitted = 0;
  let offered = 0;
  while (performance.now() - startedAt < 60_000) {
    const due = ((performance.now() - startedAt) / 1_000) * 30;
    for (; offered < due; offered += 1)
      if (await tryTake((offered % 2 ? first : second).limiter, scopes)) admitted += 1;
    await later(10);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(
    `31: ${admitted} admitted of ${offered} in ${seconds.toFixed(1)} s; burst and rate make ${600 + seconds * 10}`,
  );
  expect([first.limiter.stats().mode, second.limiter.stats().mode]).toEqual(["redis", "redis"]);
  expect(Math.abs(admitted - (600 + seconds * 10))).toBeLessThanOrEqual((600 + seconds * 10) * 0.01);
  first.limiter.close();
  second.limiter.close();
});

it("34. the places of a replica killed with -9 are free within 30 s, and not before it is dead", {
  timeout: 120_000,
}, async () => {
  const child = spawn(process.execPath, ["--import", "tsx", "test/hold-places.ts", redis.url, "slots", "5"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(child.stdout, "data");
  expect(String(said)).toContain('"held":5');
  const { limiter } = await startReplica(redis.url);
  const scopes = [limitScope({ maxParallelRequests: 5 }, "slots")];
  // Longer than a lease: the living replica renews its own.
  for (let seconds = 0; seconds < 20; seconds += 1) {
    expect(await tryTake(limiter, scopes)).toBeUndefined();
    await later(1_000);
  }
  child.kill("SIGKILL");
  await once(child, "exit");
  const killedAt = performance.now();
  let taken = 0;
  while (taken < 5 && performance.now() - killedAt < 40_000) {
    if (await tryTake(limiter, scopes)) taken += 1;
    else await later(100);
  }
  const freeMs = performance.now() - killedAt;
  console.log(`34: all 5 places were free ${Math.round(freeMs)} ms after kill -9`);
  expect(taken).toBe(5);
  expect(freeMs).toBeLessThan(30_000);
  expect(await tryTake(limiter, scopes)).toBeUndefined();
  limiter.close();
});
