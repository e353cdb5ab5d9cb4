import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { createConfigLimiter, type LimitedConfig } from "./create-config-limiter";

const config = (over: Partial<LimitedConfig>): LimitedConfig => ({
  id: "c",
  name: "lab",
  requestsPerMinute: null,
  tokensPerMinute: null,
  maxParallelRequests: null,
  ...over,
});

function clocked() {
  let nowMs = 1_000_000;
  return { limiter: createConfigLimiter(() => nowMs), pass: (ms: number) => (nowMs += ms) };
}

function retryAfter(run: () => unknown): number | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (isAppError(error) && error.code === "rate_limited") return error.details.retryAfterSeconds;
    throw error;
  }
}

describe("a provider config's limits", () => {
  it("admit exactly the requests of a minute at once, then one by one as time goes by", () => {
    const { limiter, pass } = clocked();
    const limit = config({ requestsPerMinute: 60 });
    for (let n = 0; n < 60; n += 1) expect(retryAfter(() => limiter.admit(limit, 0))).toBeUndefined();
    expect(retryAfter(() => limiter.admit(limit, 0))).toBe(1);
    pass(1_000);
    expect(retryAfter(() => limiter.admit(limit, 0))).toBeUndefined();
    expect(retryAfter(() => limiter.admit(limit, 0))).toBe(1);
    pass(60_000);
    for (let n = 0; n < 60; n += 1) expect(retryAfter(() => limiter.admit(limit, 0))).toBeUndefined();
    expect(retryAfter(() => limiter.admit(limit, 0))).toBe(1);
  });

  it("never let more than the limit and one burst through in any 60 s", () => {
    const { limiter, pass } = clocked();
    const limit = config({ requestsPerMinute: 30 });
    let admitted = 0;
    for (let ms = 0; ms < 60_000; ms += 100) {
      if (retryAfter(() => limiter.admit(limit, 0)) === undefined) admitted += 1;
      pass(100);
    }
    expect(admitted).toBeLessThanOrEqual(60);
    expect(admitted).toBeGreaterThanOrEqual(59);
  });

  it("reserve expected tokens, and settle by what was used", () => {
    const { limiter } = clocked();
    const limit = config({ tokensPerMinute: 1_000 });
    const first = limiter.admit(limit, 900);
    expect(retryAfter(() => limiter.admit(limit, 200))).toBeGreaterThan(0);
    first.release(100);
    expect(retryAfter(() => limiter.admit(limit, 800))).toBeUndefined();
    expect(retryAfter(() => limiter.admit(limit, 200))).toBeGreaterThan(0);
  });

  it("let a request that is larger than a minute's tokens through when nothing else is owed", () => {
    const { limiter, pass } = clocked();
    const limit = config({ tokensPerMinute: 1_000 });
    expect(retryAfter(() => limiter.admit(limit, 5_000))).toBeUndefined();
    expect(retryAfter(() => limiter.admit(limit, 1))).toBe(241);
    pass(300_000);
    expect(retryAfter(() => limiter.admit(limit, 1))).toBeUndefined();
  });

  it("hold calls at once to their number, and give a place back once however often it is released", () => {
    const { limiter } = clocked();
    const limit = config({ maxParallelRequests: 2 });
    const first = limiter.admit(limit, 0);
    limiter.admit(limit, 0);
    expect(retryAfter(() => limiter.admit(limit, 0))).toBe(1);
    first.release(0);
    first.release(0);
    expect(retryAfter(() => limiter.admit(limit, 0))).toBeUndefined();
    expect(retryAfter(() => limiter.admit(limit, 0))).toBe(1);
  });

  it("take nothing for a request that is refused", () => {
    const { limiter } = clocked();
    const limit = config({ requestsPerMinute: 1_000, tokensPerMinute: 100 });
    limiter.admit(limit, 100);
    for (let n = 0; n < 5_000; n += 1) expect(retryAfter(() => limiter.admit(limit, 50))).toBeGreaterThan(0);
    expect(retryAfter(() => limiter.admit(config({ requestsPerMinute: 1_000 }), 0))).toBeUndefined();
  });

  it("keep one config's limit from another's", () => {
    const { limiter } = clocked();
    limiter.admit(config({ id: "a", requestsPerMinute: 1 }), 0);
    expect(retryAfter(() => limiter.admit(config({ id: "b", requestsPerMinute: 1 }), 0))).toBeUndefined();
  });
});
