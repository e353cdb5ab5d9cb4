import { describe, expect, it } from "vitest";
import { advanceRule, type RuleState, type RuleTerms } from "./advance-rule";

const MINUTE = 60_000;
const terms: RuleTerms = { threshold: 100n, minimumCount: 10, cooldownMinutes: 60 };
const quiet: RuleState = { status: "ok", lastOpenedAtMs: null };

/** What happens over looks a minute apart. */
function run(values: (bigint | null)[], over: Partial<RuleTerms> = {}, count = 10): (string | null)[] {
  let state = quiet;
  return values.map((value, at) => {
    const step = advanceRule(state, { ...terms, ...over }, { value, count }, at * MINUTE);
    state = step.state;
    return step.transition;
  });
}

describe("a rule", () => {
  it("fires once when its threshold is reached, and resolves when it no longer is", () => {
    expect(run([99n, 100n, 500n, 100n, 99n, 98n])).toEqual([null, "open", null, null, "resolve", null]);
  });

  it("does not fire again within its cooldown, however the value swings", () => {
    expect(run([100n, 0n, 100n, 0n, 100n], { cooldownMinutes: 4 })).toEqual(["open", "resolve", null, null, "open"]);
    expect(run([100n, 0n, 100n, 0n], { cooldownMinutes: 0 })).toEqual(["open", "resolve", "open", "resolve"]);
  });

  it("fires after its cooldown if the threshold is still reached", () => {
    expect(run([100n, 0n, 100n, 100n, 100n], { cooldownMinutes: 3 })).toEqual(["open", "resolve", null, "open", null]);
  });

  it("concludes nothing from too few requests, or from none", () => {
    expect(run([1_000n, 1_000n], {}, 9)).toEqual([null, null]);
    expect(run([null, null])).toEqual([null, null]);
  });

  it("resolves an acknowledged alert too, and stays silent while it lasts", () => {
    const acknowledged: RuleState = { status: "acknowledged", lastOpenedAtMs: 0 };
    const high = advanceRule(acknowledged, terms, { value: 200n, count: 10 }, MINUTE);
    expect(high).toEqual({ state: acknowledged, transition: null });
    expect(advanceRule(acknowledged, terms, { value: 0n, count: 10 }, MINUTE).transition).toBe("resolve");
  });
});
