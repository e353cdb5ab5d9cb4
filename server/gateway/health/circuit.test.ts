import { describe, expect, it } from "vitest";
import { Circuit } from "./circuit";
import { HEALTH_RULES } from "./circuit-rules";

const failure = { reason: "It is down.", tenantId: "a" };
const circuit = (rules = HEALTH_RULES.upstream) => new Circuit(rules, () => 0);

function opened() {
  const it = circuit();
  for (let n = 0; n < 5; n += 1) it.failed(1_000, failure, false);
  return it;
}

describe("a circuit", () => {
  it("opens with the fifth failure in a row, and says why", () => {
    const it = circuit();
    for (let n = 0; n < 4; n += 1) expect(it.failed(1_000, failure, false)).toBe(false);
    expect(it.blocks(1_000)).toBe(false);
    expect(it.failed(1_000, failure, false)).toBe(true);
    expect([it.stateAt(1_000), it.reason, it.blocks(5_999), it.blocks(6_000)]).toEqual([
      "open",
      "It is down.",
      true,
      false,
    ]);
  });

  it("stays closed when the five that fail of fifty begun at once are the first to end", () => {
    const it = circuit();
    const calls = Array.from({ length: 50 }, () => it.begin());
    for (const call of calls.filter((each) => each % 10 === 0)) it.failed(1_000, failure, false, call);
    expect(it.isClosed).toBe(true);
  });

  it("opens for a host that went dark though slow answers to earlier calls still come", () => {
    const it = circuit();
    const early = Array.from({ length: 5 }, () => it.begin());
    for (const call of early) {
      it.failed(1_000, failure, false, it.begin());
      it.answered(1_000, false, call);
    }
    expect(it.isClosed).toBe(false);
  });

  it("opens when half of twenty calls within ten seconds fail, however they are mixed", () => {
    const it = circuit();
    for (let n = 0; n < 19; n += 1) n % 2 ? it.failed(1_000, failure, false) : it.answered(1_000, false);
    expect(it.isClosed).toBe(true);
    it.failed(1_000, failure, false);
    expect(it.isClosed).toBe(false);
  });

  it("forgets what lies more than ten seconds back", () => {
    const it = circuit();
    for (let n = 0; n < 19; n += 1) n % 2 ? it.failed(1_000, failure, false) : it.answered(1_000, false);
    it.failed(12_000, failure, false);
    expect(it.isClosed).toBe(true);
  });

  it("admits exactly one of 200 callers when its cooldown is over, and the next only after that one was answered", () => {
    const it = opened();
    const entered = () => Array.from({ length: 200 }).filter(() => !it.blocks(7_000) && it.enter(7_000)).length;
    expect(entered()).toBe(1);
    expect(entered()).toBe(0);
    it.answered(7_100, true);
    expect(entered()).toBe(1);
  });

  it("closes after three probes in a row were answered", () => {
    const it = opened();
    for (let n = 0; n < 3; n += 1) {
      expect(it.isClosed).toBe(false);
      it.enter(7_000);
      it.answered(7_000, true);
    }
    expect([it.isClosed, it.reason]).toEqual([true, ""]);
  });

  it("doubles its cooldown with each failed probe, up to a minute", () => {
    const it = opened();
    let at = 1_000;
    const waits: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      waits.push(it.retryAtMs - at);
      at = it.retryAtMs;
      it.enter(at);
      it.failed(at, failure, true);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it("gives the probe's place free when its client leaves, and when nobody ever reports on it", () => {
    const it = opened();
    it.enter(6_000);
    expect(it.blocks(6_000)).toBe(true);
    it.left(true);
    expect(it.blocks(6_000)).toBe(false);
    it.enter(6_000);
    expect([it.blocks(65_999), it.blocks(66_000)]).toEqual([true, false]);
  });

  it("is not moved by what was on its way before it opened", () => {
    const it = opened();
    it.answered(1_100, false);
    it.failed(1_100, failure, false);
    expect(it.retryAtMs).toBe(6_000);
  });

  it("waits at least as long as the provider asks", () => {
    const it = circuit(HEALTH_RULES.limit);
    it.failed(1_000, { ...failure, waitAtLeastMs: 30_000 }, false);
    expect([it.blocks(30_999), it.blocks(31_000)]).toEqual([true, false]);
    it.failed(2_000, { ...failure, waitAtLeastMs: 40_000 }, false);
    expect([it.blocks(41_999), it.blocks(42_000)]).toEqual([true, false]);
  });

  it("of all tenants stays closed while only one of them fails", () => {
    const it = circuit(HEALTH_RULES.shared);
    for (let n = 0; n < 100; n += 1) it.failed(1_000, failure, false);
    expect(it.isClosed).toBe(true);
    it.failed(1_000, { ...failure, tenantId: "b" }, false);
    expect(it.isClosed).toBe(false);
  });
});
