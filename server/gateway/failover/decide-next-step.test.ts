import { describe, expect, it } from "vitest";
import { AppError, type ErrorDetails } from "@/lib/contracts/errors";
import { RetryBudget } from "@/server/gateway/health/retry-budget";
import { SeededRandom } from "@/test/fuzz/seeded-random";
import { decideNextStep, type FailedAttempt, waitBeforeRetry } from "./decide-next-step";

const down = (details: ErrorDetails = {}) => new AppError("provider_unavailable", "It is down.", details);
const decide = (over: Partial<FailedAttempt> = {}) =>
  decideNextStep({
    error: down(),
    attempts: 1,
    failuresInARow: 1,
    next: "other",
    cooldownMs: 0,
    spendRetry: () => true,
    remainingMs: 60_000,
    isClientGone: false,
    random: 0.5,
    ...over,
  });

describe("after a failed attempt", () => {
  it("the next candidate takes over at once", () => {
    expect(decide().do).toBe("call_other");
  });

  it("the same one is tried again after a wait where there is no other", () => {
    expect(decide({ next: "repeat" })).toMatchObject({ do: "call_again", waitMs: 125 });
  });

  it.each([
    ["three attempts were made", { attempts: 3 }],
    ["nobody is left", { next: null }],
    ["the client went away", { isClientGone: true }],
    ["the deadline has passed", { remainingMs: 0 }],
    ["the retry budget is used up", { spendRetry: () => false }],
    ["the request itself is at fault", { error: new AppError("provider_rejected") }],
    ["the prompt is too long", { error: new AppError("context_too_long") }],
    ["the key is refused and there is no other", { error: new AppError("provider_auth_failed"), next: "repeat" }],
    ["Sluice itself failed", { error: new AppError("internal") }],
  ] as const)("it gives up when %s", (_, over) => {
    expect(decide(over).do).toBe("give_up");
  });

  it("spends nothing of the budget on what it gives up, or on what never went out", () => {
    const spent: string[] = [];
    const spendRetry = () => spent.push("a token") > 0;
    decide({ spendRetry, attempts: 3 });
    decide({ spendRetry, next: null });
    decide({ spendRetry, error: new AppError("capability_unsupported") });
    expect(spent).toEqual([]);
  });

  it("D41 waits at least as long as Retry-After says, and not at all where that is too long or past the deadline", () => {
    const limited = (retryAfterSeconds: number) => new AppError("provider_rate_limited", "", { retryAfterSeconds });
    expect(decide({ next: "repeat", error: limited(2) })).toMatchObject({ do: "call_again", waitMs: 2_125 });
    expect(decide({ next: "repeat", error: limited(0), cooldownMs: 1_000 })).toMatchObject({ waitMs: 1_125 });
    expect(decide({ next: "repeat", error: limited(2), remainingMs: 2_000 }).do).toBe("give_up");
    expect(decide({ next: "repeat", error: limited(3_600) }).do).toBe("give_up");
    expect(decide({ next: "other", error: limited(3_600) }).do).toBe("call_other");
  });

  it("D42 spreads 1,000 retries of one outage so that no 100 ms hold more than 5 % of them, Retry-After or not", () => {
    for (const [seed, retryAfterMs] of [
      [1, 0],
      [2, 2_000],
    ] as const) {
      const random = new SeededRandom(seed);
      const buckets = new Map<number, number>();
      for (let failure = 1; failure <= 1_000; failure += 1) {
        const bucket = Math.floor(waitBeforeRetry(failure, retryAfterMs, random.next()) / 100);
        buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
      }
      expect(Math.max(...buckets.values()), `seed ${seed}`).toBeLessThanOrEqual(50);
      expect(Math.min(...buckets.keys()) * 100).toBeGreaterThanOrEqual(retryAfterMs);
    }
  });
});

describe("a retry budget", () => {
  it("grants a tenth of the requests, beside the ten it begins with", () => {
    const budget = new RetryBudget();
    let granted = 0;
    for (let request = 0; request < 10_000; request += 1) {
      budget.earn();
      if (budget.spend()) granted += 1;
    }
    expect(granted).toBeGreaterThan(990);
    expect(granted).toBeLessThanOrEqual(1_010);
  });
});
