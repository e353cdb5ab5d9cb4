import { describe, expect, it } from "vitest";
import { type RouteQuestion, routeQuestion } from "@/lib/contracts/route-question";
import { configEntryOf, modelEntryOf } from "@/server/gateway/testing/config-fixtures";
import { priceOf, tenantOf } from "@/server/gateway/testing/routing-fixtures";
import { ownConfig } from "./aim-call";
import { answerRoute } from "./ask-route";
import { PLAIN_CALL } from "./route-call";

const configs = [
  configEntryOf("a", { priority: 50 }),
  configEntryOf("b", { priority: 60 }),
  configEntryOf("c", { isEnabled: false, priority: 1 }),
];
const models = [
  modelEntryOf("a", "good", { price: priceOf(3, 15), bestFor: ["code"], avgLatencyMs: 500, contextWindow: 32_000 }),
  modelEntryOf("b", "next", { price: priceOf(10, 30), bestFor: ["code"], avgLatencyMs: 700, contextWindow: 200_000 }),
  modelEntryOf("c", "off", { bestFor: ["code"], price: priceOf(0, 0) }),
];
const ask = (question: Partial<RouteQuestion>, tenant = tenantOf({ configs, models })) =>
  answerRoute(
    { ...ownConfig(tenant), ...PLAIN_CALL },
    routeQuestion.parse({ byTask: true, taskType: "code", ...question }),
  );
const winner = (answer: ReturnType<typeof ask>) => answer.trace?.candidates[0]?.model;

describe("what would flip it", () => {
  const { flips } = ask({});
  const flip = (kind: string) => flips.find((each) => each.kind === kind);

  it("tells the dearest price at which the runner-up wins, and it does at that price and not above", () => {
    // good: 10 + 5 − 0.9 + 5 = 19.1; next: 10 + 4 − 2 + 3 = 15. Level at a cost part of +2.1: no price is low enough.
    expect(flip("price")).toBeUndefined();
    const near = tenantOf({
      configs,
      models: [
        models[0] ?? modelEntryOf("a", "x"),
        modelEntryOf("b", "next", { price: priceOf(60, 60), bestFor: ["code"], avgLatencyMs: 100 }),
      ],
    });
    const { flips: found } = ask({}, near);
    // next: 10 + 4 − 6 + 9 = 17; level with 19.1 at a cost part of −3.9, an average of 39 USD.
    const price = found.find((each) => each.kind === "price");
    expect(price).toMatchObject({ model: "next", from: "$60 / 1M" });
    expect(Number.parseFloat(price?.to.slice(1) ?? "")).toBeCloseTo(39, 2);
    const at = (usd: number) =>
      tenantOf({
        configs,
        models: [
          models[0] ?? modelEntryOf("a", "x"),
          modelEntryOf("b", "next", { price: priceOf(usd, usd), bestFor: ["code"], avgLatencyMs: 100 }),
        ],
      });
    expect(winner(ask({}, at(38.99)))).toBe("next");
    expect(winner(ask({}, at(39.01)))).toBe("good");
  });

  it("tells the priority, the latency and the length of prompt, each of which does flip it", () => {
    const priority = Number(flip("priority")?.to);
    const withPriority = (value: number) =>
      tenantOf({ configs: [configs[0] ?? configEntryOf("a"), configEntryOf("b", { priority: value })], models });
    expect(winner(ask({}, withPriority(priority)))).toBe("next");
    expect(winner(ask({}, withPriority(priority + 2)))).toBe("good");
    const latency = Number.parseInt(flip("latency")?.to ?? "", 10);
    const speed = (latencyMs: number) => ({
      of: (id: string) => (id === "b" ? { latencyMs, tokensPerSecond: null } : undefined),
    });
    const withSpeed = (ms: number) =>
      answerRoute(
        { ...ownConfig(tenantOf({ configs, models })), ...PLAIN_CALL, speed: speed(ms) },
        routeQuestion.parse({ byTask: true, taskType: "code" }),
      );
    expect(winner(withSpeed(latency))).toBe("next");
    expect(winner(withSpeed(latency + 2))).toBe("good");
    const tokens = Number(flip("input")?.to);
    expect(winner(ask({ inputTokens: tokens }))).toBe("next");
    expect(winner(ask({ inputTokens: tokens - 1 }))).toBe("good");
  });

  it("names what fell out and would win otherwise", () => {
    expect(flip("condition")).toMatchObject({ model: "off", from: "provider_disabled" });
  });
});

describe("an answer", () => {
  it("projects what each candidate would cost, and says why nobody could serve", () => {
    const { projections } = ask({ inputTokens: 1_000_000 >> 5, maxOutputTokens: 1000 });
    expect(projections[0]).toMatchObject({ model: "next", costNanoUsd: String(31_250 * 10_000 + 1000 * 30_000) });
    const refused = ask({ inputTokens: 80_000_000 });
    expect(refused.error?.code).toBe("no_candidate");
    expect(refused.trace?.candidates.every(({ outcome }) => outcome === "rejected")).toBe(true);
  });
});
