import { describe, expect, it } from "vitest";
import { type RouteTrace, routeTrace } from "@/lib/contracts/request";
import { routeNeeds } from "@/lib/contracts/routing";
import { routeJson } from "./route-json";

type Traced = RouteTrace["candidates"][number];

const ROUNDS = 5_000;
const TEXTS = ["plain", 'quo"te', "back\\slash", "\u0000\n", "名前", "🎈 \ud83d", ""] as const;

let state = 11;
/** mulberry32: a failure comes again. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
function pick<T>(values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("nothing to pick from");
  return value;
}
const text = () => pick(TEXTS);
const count = () => pick([0, 1, 200_000, Number.MAX_SAFE_INTEGER]);
/** Most are there, so that all are seen together too. */
function maybe<T extends object>(value: () => T): Partial<T> {
  return random() < 0.3 ? {} : value();
}

/** From few names, so that lists come again and differ in one thing only. */
const anyCandidate = (): Traced => ({
  provider: pick(["openai", 'a"b']),
  providerConfigId: pick(["config-1", "config-2"]),
  providerConfigName: pick(["One", "Zwölf"]),
  model: pick(["small", "large"]),
  outcome: pick(["chosen", "fallback", "rejected"] as const),
  reason: pick([null, "busy", 'said "no"']),
  ...(random() < 0.2 ? { code: pick(["unhealthy", "limit_reached"] as const) } : {}),
  ...(random() < 0.1 ? { score: random() } : {}),
  ...(random() < 0.1 ? { parts: { bestFor: 1, priority: 0.5, cost: null, latency: random() } } : {}),
});

const anyTrace = (): RouteTrace => ({
  resolvedFrom: text(),
  tier: text(),
  candidates: Array.from({ length: Math.floor(random() * 3) }, anyCandidate),
  ...maybe(() => ({
    config: {
      processor: null,
      profile: null,
      settings: { [text()]: { value: text(), tier: "profile" as const, source: null } },
    },
  })),
  ...maybe(() => ({ strategy: pick(["ordered", "balanced", "weighted"] as const) })),
  ...maybe(() => ({ policySource: text() })),
  ...maybe(() => ({ scope: pick(["target", "pool"] as const) })),
  ...maybe(() => ({
    needs: {
      inputTokens: count(),
      inputTokensAtLeast: count(),
      maxOutputTokens: pick([null, 5]),
      features: pick([[], ["tools" as const, "vision" as const]]),
      taskType: pick([null, text()]),
      mustBePriced: random() < 0.5,
    },
  })),
  ...maybe(() => ({ configVersion: text() })),
  ...maybe(() => ({ draw: random() })),
  ...maybe(() => ({ split: { name: text(), arm: text() } })),
  ...maybe(() => ({ omitted: { fallback: count(), unhealthy: 2 } })),
});

describe("a route as it is kept", () => {
  it(`says what was traced, in ${ROUNDS} rounds of routes that resemble each other, and has every field of the contract`, () => {
    const seen = { trace: new Set<string>(), needs: new Set<string>(), candidate: new Set<string>() };
    for (let round = 0; round < ROUNDS; round++) {
      const trace = anyTrace();
      const read: RouteTrace = JSON.parse(routeJson(trace));
      expect(read).toEqual(trace);
      for (const key in read) seen.trace.add(key);
      for (const key in read.needs) seen.needs.add(key);
      for (const candidate of read.candidates) for (const key in candidate) seen.candidate.add(key);
    }
    expect(seen.trace).toEqual(new Set(Object.keys(routeTrace.shape)));
    expect(seen.needs).toEqual(new Set(Object.keys(routeNeeds.shape)));
    expect(seen.candidate).toEqual(new Set(Object.keys(routeTrace.shape.candidates.element.shape)));
  });

  it("is never that of the call before where a candidate differs in any field, or was changed since", () => {
    const candidate: Required<Traced> = {
      provider: "openai",
      providerConfigId: "config",
      providerConfigName: "One",
      model: "small",
      outcome: "fallback",
      reason: null,
      code: "unhealthy",
      score: 1,
      parts: { bestFor: 1, priority: 1, cost: 1, latency: 1 },
    };
    const { code: _code, score: _score, parts: _parts, ...plain } = candidate;
    const others = { ...candidate, outcome: "rejected", reason: "busy", provider: "b", providerConfigName: "c" };
    const traceOf = (each: object) =>
      routeTrace.parse({ resolvedFrom: "model", tier: "request", candidates: [plain, each] });
    for (const key of Object.keys(routeTrace.shape.candidates.element.shape)) {
      const before = traceOf(plain);
      expect(JSON.parse(routeJson(before))).toEqual(before);
      const changed = traceOf({
        ...plain,
        ...Object.fromEntries(Object.entries(others).filter(([name]) => name === key)),
      });
      expect(JSON.parse(routeJson(changed))).toEqual(changed);
    }
    const trace = traceOf(plain);
    routeJson(trace);
    for (const each of trace.candidates) each.outcome = "chosen";
    expect(JSON.parse(routeJson(trace))).toEqual(trace);
  });
});
