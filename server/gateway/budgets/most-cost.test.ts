import { describe, expect, it } from "vitest";
import { priceUsage } from "@/server/gateway/ledger/price-usage";
import type { Price } from "@/server/gateway/spec/price";
import { affordableOutput, mostCost } from "./most-cost";

const price: Price = {
  units: {
    inputTokens: 3_000_000n,
    cacheReadTokens: 300_000n,
    cacheWrite1hTokens: 6_000_000n,
    outputTokens: 15_000_000n,
  },
  source: "test",
};

describe("the most that a call can cost", () => {
  it("is never less than its charge, however its tokens turn out to be split", () => {
    const most = mostCost({ inputTokens: 1_000, outputTokens: 500 }, price, true) ?? 0n;
    for (let cached = 0; cached <= 1_000; cached += 100)
      for (let written = 0; written <= 1_000 - cached; written += 100)
        for (const output of [0, 1, 250, 500]) {
          const counts = {
            inputTokens: 1_000 - cached - written,
            cacheReadTokens: cached,
            cacheWrite1hTokens: written,
            outputTokens: Math.floor(output / 2),
            reasoningTokens: Math.ceil(output / 2),
          };
          expect(priceUsage(counts, price).costNanoUsd).toBeLessThanOrEqual(most);
        }
  });

  it("is the charge itself where nothing is uncertain", () => {
    const plain: Price = { units: { inputTokens: 150_000n, outputTokens: 600_000n }, source: "test" };
    expect(mostCost({ inputTokens: 7, outputTokens: 3 }, plain, true)).toBe(
      priceUsage({ inputTokens: 7, outputTokens: 3 }, plain).costNanoUsd,
    );
  });

  it("14. is unknown without a price, or with a rate for one side alone", () => {
    expect(mostCost({ inputTokens: 1, outputTokens: 1 }, null, true)).toBeNull();
    expect(mostCost({ inputTokens: 1, outputTokens: 1 }, { units: { inputTokens: 1n }, source: "x" }, true)).toBeNull();
    expect(mostCost({ inputTokens: 1 }, { units: { searches: 1n }, source: "x" }, false)).toBeNull();
  });

  it("is nothing where the price says so", () => {
    const free: Price = { units: { inputTokens: 0n, outputTokens: 0n }, source: "self-hosted" };
    expect(mostCost({ inputTokens: 1_000, outputTokens: 1_000 }, free, true)).toBe(0n);
  });
});

it("tells how many tokens of output the rest of a budget pays for, and never one too many", () => {
  const bound = { inputTokens: 1_000, outputTokens: 100_000 };
  for (const left of [0n, 6_000_000n, 6_000_001n, 10_000_000n, 123_456_789n]) {
    const tokens = affordableOutput(bound, price, left);
    if (tokens > 0) expect(mostCost({ ...bound, outputTokens: tokens }, price, true)).toBeLessThanOrEqual(left);
    expect(mostCost({ ...bound, outputTokens: tokens + 1 }, price, true)).toBeGreaterThan(left);
  }
});
