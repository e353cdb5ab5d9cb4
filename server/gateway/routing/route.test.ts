import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/contracts/errors";
import { DEFAULT_WEIGHTS, ROUTE_STRATEGIES, type RoutingPolicy } from "@/lib/contracts/routing";
import { configEntryOf, modelEntryOf } from "@/server/gateway/testing/config-fixtures";
import { priceOf, tenantOf } from "@/server/gateway/testing/routing-fixtures";
import { NO_NEEDS } from "./call-needs";
import { resolveModel } from "./resolve-model";
import { type RouteInput, route, routeFirst } from "./route";
import { PLAIN_CALL, type RouteCall } from "./route-call";

/** Seven candidates that differ in everything routing looks at. */
const POOL = [
  {
    id: "powerful",
    priority: 10,
    price: priceOf(15, 75),
    bestFor: ["reasoning", "code"],
    latency: 1800,
    window: 200_000,
  },
  { id: "balanced", priority: 50, price: priceOf(3, 15), bestFor: ["code"], latency: 900, window: 200_000 },
  { id: "fast", priority: 50, price: priceOf(0.25, 1.25), bestFor: ["classification"], latency: 300, window: 32_000 },
  { id: "free", priority: 100, price: priceOf(0, 0), bestFor: [], latency: null, window: 8_000 },
  { id: "unpriced", priority: 100, price: null, bestFor: ["code"], latency: 200, window: null },
  { id: "slow", priority: 1, price: priceOf(1, 2), bestFor: ["code"], latency: 9000, window: 128_000 },
  { id: "twin", priority: 50, price: priceOf(3, 15), bestFor: ["code"], latency: 900, window: 200_000 },
] as const;

const tenant = (routing: Partial<RoutingPolicy> = {}) =>
  tenantOf({
    configs: POOL.map(({ id, priority }) => configEntryOf(id, { priority })),
    models: POOL.map(({ id, price, bestFor, latency, window }) =>
      modelEntryOf(id, `model-${id}`, { price, bestFor: [...bestFor], avgLatencyMs: latency, contextWindow: window }),
    ),
    routing,
  });

const needs = (over: Partial<RouteCall["needs"]> = {}): RouteCall["needs"] => ({ ...NO_NEEDS, ...over });
const byTask = (over: Partial<RouteCall> = {}): RouteCall => ({
  ...PLAIN_CALL,
  needs: needs({ taskType: "code" }),
  routesByTask: true,
  ...over,
});
const namesOf = (routed: ReturnType<typeof resolveModel>) => routed.candidates.map(({ config }) => config.id);

function failure(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("routing by task", () => {
  it("scores by 004's formula, part by part", () => {
    const { candidates, trace } = resolveModel(tenant(), "llm", "auto", byTask());
    // By hand: best for the task + (100 − priority) / 10 − (input + output) / 2 / 10 + (1000 − latency) / 100.
    const byHand = {
      powerful: 10 + 90 / 10 - 45 / 10 + (1000 - 1800) / 100, // 6.5
      balanced: 10 + 50 / 10 - 9 / 10 + (1000 - 900) / 100, // 15.1
      fast: 0 + 50 / 10 - 0.75 / 10 + (1000 - 300) / 100, // 11.925
      free: 0 + 0 - 0, // 0, nothing measured
      unpriced: 10 + 0 - 45 / 10 + (1000 - 200) / 100, // 13.5: as dear as the dearest
      slow: 10 + 99 / 10 - 1.5 / 10 + (1000 - 9000) / 100, // −60.25
      twin: 10 + 50 / 10 - 9 / 10 + (1000 - 900) / 100,
    };
    const scores = Object.fromEntries(trace.candidates.map((each) => [each.providerConfigId, each.score]));
    for (const [id, score] of Object.entries(byHand)) expect(scores[id]).toBeCloseTo(score, 9);
    expect(candidates.map(({ config }) => config.id)).toEqual([
      "balanced",
      "twin",
      "unpriced",
      "fast",
      "powerful",
      "free",
      "slow",
    ]);
    const first = trace.candidates[0];
    expect(first).toMatchObject({ outcome: "chosen", parts: { bestFor: 10, priority: 5, latency: 1 } });
    expect(first?.parts?.cost).toBeCloseTo(-0.9, 9);
    expect(trace).toMatchObject({ strategy: "balanced", scope: "pool", policySource: "default" });
  });

  it("takes a requirement's word for a task as the catalog's word for its kind", () => {
    expect(resolveModel(tenant(), "llm", "auto", byTask({ needs: needs({ taskType: "refactoring" }) })).trace).toEqual({
      ...resolveModel(tenant(), "llm", "auto", byTask()).trace,
      needs: { ...NO_NEEDS, features: [], taskType: "refactoring" },
    });
  });

  it("refuses an unknown task type and lists the known ones, also the organization's own", () => {
    const asked = byTask({ needs: needs({ taskType: "jugglery" }) });
    const error = failure(() => resolveModel(tenant(), "llm", "auto", asked));
    expect(error.code).toBe("unknown_task_type");
    expect(error.message).toContain("classification, code, code_analysis");
    expect(namesOf(resolveModel(tenant({ taskTypes: ["jugglery"] }), "llm", "auto", asked))).toHaveLength(7);
  });

  it("names the reason of each candidate when all fall out", () => {
    const snapshot = tenantOf({
      configs: [configEntryOf("off", { isEnabled: false }), configEntryOf("on")],
      models: [
        modelEntryOf("off", "a"),
        modelEntryOf("on", "blind", { supportsVision: false }),
        modelEntryOf("on", "short", { contextWindow: 1_000 }),
      ],
    });
    const asked = byTask({ needs: needs({ features: ["vision"], inputTokens: 8_000, inputTokensAtLeast: 2_000 }) });
    const error = failure(() => resolveModel(snapshot, "llm", "auto", asked));
    expect(error.code).toBe("no_candidate");
    expect(error.message).toContain('Provider "off" is disabled');
    expect(error.message).toContain('"blind" of on is not known to take pictures');
    expect(error.message).toContain('"short" of on reads 1000 tokens at most; the request has at least 2000');
    const tooLong = byTask({ needs: needs({ inputTokens: 4e6, inputTokensAtLeast: 1e6 }) });
    const short = tenantOf({ configs: [configEntryOf("on")], models: [modelEntryOf("on", "m", { contextWindow: 9 })] });
    expect(failure(() => resolveModel(short, "llm", "auto", tooLong)).code).toBe("context_too_long");
  });
});

describe("the context window", () => {
  it("refuses only where the prompt can't fit by any count, and tries what may be too small last", () => {
    const asked = byTask({ needs: needs({ taskType: "code", inputTokens: 30_000, inputTokensAtLeast: 7_500 }) });
    const order = namesOf(resolveModel(tenant(), "llm", "auto", asked));
    // 30,000 and the usual output are over 32,000 (fast) and 8,000 (free), but neither is certain.
    expect(order.slice(-2)).toEqual(["fast", "free"]);
    const longer = byTask({ needs: needs({ taskType: "code", inputTokens: 40_000, inputTokensAtLeast: 10_000 }) });
    const { trace } = resolveModel(tenant(), "llm", "auto", longer);
    expect(trace.candidates.at(-1)).toMatchObject({ providerConfigId: "free", code: "context_too_long" });
  });

  it("never leaves a model that the client named without a try, as its provider knows better than the catalog", () => {
    const asked = { ...PLAIN_CALL, needs: needs({ inputTokens: 4e6, inputTokensAtLeast: 1e6, features: ["vision"] }) };
    expect(namesOf(resolveModel(tenant(), "llm", "model-free", asked))).toEqual(["free"]);
  });
});

describe("strategies", () => {
  const asked = (strategy: (typeof ROUTE_STRATEGIES)[number], call: Partial<RouteCall> = {}) =>
    namesOf(resolveModel(tenant({ strategy, routesAuto: true }), "llm", "auto", { ...PLAIN_CALL, ...call }));

  it("cheapest goes by this request's own price, and what has none comes last", () => {
    // With nothing but output: 0, 1.25, 2, 15, 15 and 75 USD per million.
    expect(asked("cheapest")).toEqual(["free", "fast", "slow", "balanced", "twin", "powerful", "unpriced"]);
  });

  it("fastest goes by the time until a whole answer, and gives what was never measured its turn in the middle", () => {
    const order = asked("fastest");
    expect(order.slice(0, 2)).toEqual(["unpriced", "fast"]);
    expect(order.indexOf("free")).toBeGreaterThan(order.indexOf("powerful"));
    expect(order.indexOf("free")).toBeLessThan(order.indexOf("slow"));
    const speed = {
      of: (id: string) => (id === "powerful" ? { latencyMs: 10, tokensPerSecond: 1_000_000 } : undefined),
    };
    expect(asked("fastest", { speed })[0]).toBe("powerful");
  });

  it("priority goes by the configs' priority", () => {
    expect(asked("priority").slice(0, 2)).toEqual(["slow", "powerful"]);
  });

  it("weighted sends each config its share of the calls", () => {
    const shares = { powerful: 0, balanced: 3, fast: 1, free: 0, unpriced: 0, slow: 0, twin: 0 };
    const snapshot = tenant({ strategy: "weighted", routesAuto: true, shares });
    const counts = new Map<string, number>();
    for (let n = 0; n < 4_000; n += 1) {
      const [first] = namesOf(resolveModel(snapshot, "llm", "auto", { ...PLAIN_CALL, random: () => n / 4_000 }));
      counts.set(first ?? "", (counts.get(first ?? "") ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ balanced: 3_000, fast: 1_000 });
  });

  it("keep fallbacks behind what they stand in for, unless the profile orders its models itself", () => {
    const configs = [configEntryOf("a"), configEntryOf("b")];
    const [dear, cheap] = [
      modelEntryOf("a", "dear", { price: priceOf(9, 9) }),
      modelEntryOf("b", "cheap", { price: priceOf(1, 1) }),
    ];
    const input = (ranksHold: boolean): RouteInput => ({
      type: "llm",
      candidates: [
        { config: configs[0] ?? configEntryOf("a"), model: dear, rank: 0 },
        { config: configs[1] ?? configEntryOf("b"), model: cheap, rank: 1 },
      ],
      needs: NO_NEEDS,
      rules: { strategy: "cheapest", weights: DEFAULT_WEIGHTS, shares: {}, ranksHold },
      health: PLAIN_CALL.health,
      speed: PLAIN_CALL.speed,
      draw: 0,
      isLenient: true,
    });
    expect(route(input(true)).order.map(({ candidate }) => candidate.model.modelId)).toEqual(["dear", "cheap"]);
    expect(route(input(false)).order.map(({ candidate }) => candidate.model.modelId)).toEqual(["cheap", "dear"]);
  });
});

describe("a split", () => {
  const split = { name: "canary", match: "model-balanced", isEnabled: true };
  const arms = [
    { model: "model-balanced", weight: 95 },
    { model: "model-fast", weight: 5 },
  ];

  it("sends its share elsewhere, with what was asked for as the fallback, and writes down the draw", () => {
    const snapshot = tenant({ splits: [{ ...split, arms }] });
    const drawn = (draw: number) =>
      resolveModel(snapshot, "llm", "model-balanced", { ...PLAIN_CALL, random: () => draw });
    expect(namesOf(drawn(0.94))).toEqual(["balanced"]);
    expect(namesOf(drawn(0.96))).toEqual(["fast", "balanced"]);
    expect(drawn(0.96).trace).toMatchObject({ split: { name: "canary", arm: "model-fast" }, draw: 0.96 });
  });

  it("to a model that is gone leaves the calls where they would have gone without it", () => {
    const snapshot = tenant({ splits: [{ ...split, arms: [{ model: "model-x", weight: 1 }] }] });
    expect(namesOf(resolveModel(snapshot, "llm", "model-balanced"))).toEqual(["balanced"]);
  });
});

describe("the decision", () => {
  it("is the same with and without sorting, for every strategy, need and draw", () => {
    for (const strategy of ROUTE_STRATEGIES) {
      for (const inputTokens of [0, 20_000, 60_000, 300_000]) {
        for (const draw of [0, 0.3, 0.7, 0.999]) {
          const { configById, models } = tenant();
          const input: RouteInput = {
            type: "llm",
            candidates: models.map((model, n) => ({
              model,
              config: configById.get(model.providerConfigId) ?? configEntryOf("x"),
              rank: n % 3,
            })),
            needs: needs({ taskType: "code", inputTokens, inputTokensAtLeast: inputTokens >> 2 }),
            rules: { strategy, weights: DEFAULT_WEIGHTS, shares: { fast: 5 }, ranksHold: inputTokens === 0 },
            health: PLAIN_CALL.health,
            speed: PLAIN_CALL.speed,
            draw,
            isLenient: false,
          };
          expect(routeFirst(input)?.candidate).toBe(route(input).order[0]?.candidate);
        }
      }
    }
  });

  it("orders the best of very many as sorting all of them would", () => {
    const config = configEntryOf("c");
    const scattered = (n: number) => (n * 7_919) % 1_009;
    const all = Array.from({ length: 500 }, (_, n) =>
      modelEntryOf("c", `m${n}`, { price: priceOf(scattered(n) >> 2, 1) }),
    );
    const input: RouteInput = {
      type: "llm",
      candidates: all.map((model) => ({ config, model, rank: 0 })),
      needs: needs({ inputTokens: 1_000 }),
      rules: { strategy: "cheapest", weights: DEFAULT_WEIGHTS, shares: {}, ranksHold: true },
      health: PLAIN_CALL.health,
      speed: PLAIN_CALL.speed,
      draw: 0,
      isLenient: false,
    };
    const sorted = all
      .map((model, n) => ({ model, cost: scattered(n) >> 2 }))
      .toSorted((a, b) => a.cost - b.cost)
      .map(({ model }) => model.modelId);
    expect(route(input).order.map(({ candidate }) => candidate.model.modelId)).toEqual(sorted.slice(0, 24));
  });

  it("passes over the unhealthy, what a key may not call, and what has no price under a budget", () => {
    const health = {
      of: ({ config }: { config: { id: string } }) =>
        config.id === "balanced" ? ({ state: "unhealthy", reason: "Five failures in a row." } as const) : undefined,
    };
    const allows = ({ config }: { config: { id: string } }) => config.id !== "twin";
    const { trace } = resolveModel(
      tenant(),
      "llm",
      "auto",
      byTask({ health, allows, needs: needs({ taskType: "code", mustBePriced: true }) }),
    );
    const codes = Object.fromEntries(trace.candidates.map((each) => [each.providerConfigId, each.code]));
    expect(codes).toMatchObject({
      balanced: "unhealthy",
      twin: "not_allowed_for_key",
      unpriced: "unpriced_under_budget",
      fast: undefined,
    });
    expect(trace.candidates.find((each) => each.code === "unhealthy")?.reason).toBe("Five failures in a row.");
  });

  it("keeps a trace of bounded size however many models there are, and counts the rest", () => {
    const snapshot = tenantOf({
      configs: [configEntryOf("c")],
      models: Array.from({ length: 400 }, (_, n) => modelEntryOf("c", `m${n}`, { isEnabled: n % 2 === 0 })),
      routing: { routesAuto: true },
    });
    const { trace, candidates } = resolveModel(snapshot, "llm", "auto");
    expect(candidates).toHaveLength(24);
    expect(trace.candidates).toHaveLength(12);
    expect(trace.omitted).toEqual({ fallback: 192, model_disabled: 196 });
  });
});
