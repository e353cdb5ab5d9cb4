import { afterEach, describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { createLimiter, type Place } from "./create-limiter";
import { HERE, limitScope as scope } from "./limit-fixtures";
import type { LimitScope } from "./limit-scope";

function clocked() {
  let nowMs = 1_000_000;
  const limiter = createLimiter({ log: () => undefined, now: () => nowMs });
  return {
    limiter,
    pass: (ms: number) => (nowMs += ms),
    /** Seconds to wait where it is refused. */
    take(scopes: LimitScope[], tokens = 0): number | undefined {
      try {
        limiter.take(scopes, tokens, HERE, 0);
        return undefined;
      } catch (error) {
        if (isAppError(error) && error.code === "rate_limited") return error.details.retryAfterSeconds;
        throw error;
      }
    },
    place(scopes: LimitScope[], tokens = 0): Place {
      const place = limiter.take(scopes, tokens, HERE, 0);
      if (place instanceof Promise) throw new Error("had to wait");
      return place;
    },
  };
}

describe("a limit", () => {
  it("admits exactly the requests of a minute at once, then one by one as time goes by", () => {
    const { take, pass } = clocked();
    const minute = [scope({ requestsPerMinute: 60 })];
    for (let n = 0; n < 60; n += 1) expect(take(minute)).toBeUndefined();
    expect(take(minute)).toBe(1);
    pass(1_000);
    expect(take(minute)).toBeUndefined();
    expect(take(minute)).toBe(1);
    pass(60_000);
    for (let n = 0; n < 60; n += 1) expect(take(minute)).toBeUndefined();
    expect(take(minute)).toBe(1);
  });

  it("never lets more than the limit and one burst through in any 60 s", () => {
    const { take, pass } = clocked();
    const minute = [scope({ requestsPerMinute: 30 })];
    let admitted = 0;
    for (let ms = 0; ms < 60_000; ms += 100) {
      if (take(minute) === undefined) admitted += 1;
      pass(100);
    }
    expect(admitted).toBeLessThanOrEqual(60);
    expect(admitted).toBeGreaterThanOrEqual(59);
  });

  it("of an hour holds beside one of a minute, and tells the longer wait of the two", () => {
    const { take, pass } = clocked();
    const both = [scope({ requestsPerMinute: 10, requestsPerHour: 20 })];
    for (let n = 0; n < 10; n += 1) expect(take(both)).toBeUndefined();
    expect(take(both)).toBe(6);
    pass(60_000);
    for (let n = 0; n < 10; n += 1) expect(take(both)).toBeUndefined();
    expect(take(both)).toBe(120);
  });

  it("on tokens reserves the expected ones, and settles by what was used", () => {
    const { take, place } = clocked();
    const tokens = [scope({ tokensPerMinute: 1_000 })];
    const first = place(tokens, 900);
    expect(take(tokens, 200)).toBeGreaterThan(0);
    first.release(100);
    expect(take(tokens, 800)).toBeUndefined();
    expect(take(tokens, 200)).toBeGreaterThan(0);
  });

  it("on tokens of an hour is held as well", () => {
    const { take } = clocked();
    const tokens = [scope({ tokensPerHour: 1_000 })];
    expect(take(tokens, 1_000)).toBeUndefined();
    expect(take(tokens, 100)).toBe(360);
  });

  it("lets a request that is larger than a minute's tokens through when nothing else is owed", () => {
    const { take, pass } = clocked();
    const tokens = [scope({ tokensPerMinute: 1_000 })];
    expect(take(tokens, 5_000)).toBeUndefined();
    expect(take(tokens, 1)).toBe(241);
    pass(300_000);
    expect(take(tokens, 1)).toBeUndefined();
  });

  it("on calls at once holds them to their number, and gives a place back once however often it is released", () => {
    const { take, place } = clocked();
    const two = [scope({ maxParallelRequests: 2 })];
    const first = place(two);
    place(two);
    expect(take(two)).toBe(1);
    first.release(0);
    first.release(0);
    expect(take(two)).toBeUndefined();
    expect(take(two)).toBe(1);
  });

  it("35. takes nothing for a request that is refused, in no scope and no unit", () => {
    const { take, place, limiter, pass } = clocked();
    const tenant = scope({ requestsPerMinute: 1_000, tokensPerHour: 5_000, maxParallelRequests: 50 });
    const key = scope({ tokensPerMinute: 100 }, "key", "api_key");
    place([tenant, key], 100);
    const before = limiter.stats().rejections.api_key;
    for (let n = 0; n < 5_000; n += 1) expect(take([tenant, key], 50)).toBeGreaterThan(0);
    expect(limiter.stats().rejections.api_key - before).toBe(5_000);
    const standing = place([tenant], 0).standing;
    expect(standing?.requests).toMatchObject({ limit: 1_000, remaining: 998 });
    expect(standing?.tokens).toMatchObject({ limit: 5_000, remaining: 4_900 });
    pass(60_000);
    expect(place([tenant, key], 100).standing?.tokens?.remaining).toBe(0);
  });

  it("keeps one scope's state from another's", () => {
    const { take } = clocked();
    take([scope({ requestsPerMinute: 1 }, "a")]);
    expect(take([scope({ requestsPerMinute: 1 }, "b")])).toBeUndefined();
    expect(take([scope({ requestsPerMinute: 1 }, "a", "api_key")])).toBeUndefined();
  });

  it("names who is held to what, and where to raise it", () => {
    const { place, limiter } = clocked();
    const key = [scope({ requestsPerMinute: 1 }, "nightly", "api_key")];
    place(key);
    expect(() => limiter.take(key, 0, HERE, 0)).toThrow(
      'The API key "nightly" is held to 1 requests a minute. Try again in 60 s, or raise the limit on the Limits page in the console.',
    );
  });

  it("tells the tightest of what the client can see, and nothing of a provider's", () => {
    const { place } = clocked();
    const { standing } = place(
      [
        scope({ requestsPerMinute: 2 }, "lab", "provider_config"),
        scope({ requestsPerMinute: 60, tokensPerMinute: 6_000 }),
        scope({ requestsPerHour: 20 }, "key", "api_key"),
      ],
      600,
    );
    expect(standing).toEqual({
      requests: { limit: 20, remaining: 19, resetMs: 180_000 },
      tokens: { limit: 6_000, remaining: 5_400, resetMs: 6_000 },
    });
  });

  it("that is not there costs no promise and takes nothing", () => {
    const { limiter } = clocked();
    const place = limiter.take([], 1e9, HERE, 5_000);
    expect(place).not.toBeInstanceOf(Promise);
    expect(place).toBe(limiter.take([], 0, HERE, 0));
  });
});

describe("calls that wait for a place", () => {
  const limiter = createLimiter({ log: () => undefined });
  const one = [scope({ maxParallelRequests: 1 })];
  const held: Place[] = [];
  afterEach(() => {
    for (const place of held.splice(0)) place.release(0);
  });
  const hold = async (signal: AbortSignal = HERE, queueMs = 5_000) => {
    const place = await limiter.take(one, 0, signal, queueMs);
    held.push(place);
    return place;
  };

  it("are served in the order in which they came, each as soon as a place is free", async () => {
    const first = await hold();
    const served: number[] = [];
    const waiting = [1, 2, 3].map(async (number) => {
      const place = await hold();
      served.push(number);
      place.release(0);
    });
    await expect.poll(() => limiter.stats().waiting).toBe(3);
    first.release(0);
    await Promise.all(waiting);
    expect(served).toEqual([1, 2, 3]);
    expect(limiter.stats().waiting).toBe(0);
  });

  it("are not overtaken by one that comes later and would not wait", async () => {
    const first = await hold();
    const waiting = hold();
    await expect.poll(() => limiter.stats().waiting).toBe(1);
    first.release(0);
    expect(() => limiter.take(one, 0, HERE, 0)).toThrow("at once");
    await waiting;
  });

  it("are refused with the time to wait once the queue time is over", async () => {
    await hold();
    const startedAt = performance.now();
    await expect(hold(HERE, 80)).rejects.toMatchObject({ code: "rate_limited", details: { retryAfterSeconds: 1 } });
    expect(performance.now() - startedAt).toBeGreaterThan(75);
    expect(limiter.stats().waiting).toBe(0);
  });

  it("leave the line when their client goes away, and the next comes forward", async () => {
    const first = await hold();
    const client = new AbortController();
    const gone = hold(client.signal);
    const next = hold();
    await expect.poll(() => limiter.stats().waiting).toBe(2);
    client.abort();
    await expect(gone).rejects.toMatchObject({ code: "client_closed" });
    first.release(0);
    await next;
  });

  it("are refused at once where a hundred wait already", async () => {
    const first = await hold();
    const waiting = Array.from({ length: 100 }, () => limiter.take(one, 0, HERE, 400));
    const settled = Promise.allSettled(waiting);
    await expect.poll(() => limiter.stats().waiting).toBe(100);
    const startedAt = performance.now();
    await expect(hold()).rejects.toMatchObject({ code: "rate_limited" });
    expect(performance.now() - startedAt).toBeLessThan(200);
    await settled;
    first.release(0);
  });
});
