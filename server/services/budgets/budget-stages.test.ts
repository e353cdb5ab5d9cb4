import { describe, expect, it } from "vitest";
import { stagesAt } from "./budget-stages";

const budget = {
  name: "Team",
  limitNanoUsd: 100n,
  warnAtPercent: 80,
  degradeAtPercent: 90,
  blocksAtLimit: true,
};

describe("the stages of a budget", () => {
  it("begin one after another at their percentages", () => {
    expect(stagesAt(budget, 79, false).begun).toEqual([]);
    expect(stagesAt(budget, 80, false).begun).toEqual(["warn"]);
    expect(stagesAt(budget, 90, false).begun).toEqual(["warn", "step_down"]);
    expect(stagesAt(budget, 100, false).begun).toEqual(["warn", "step_down", "block"]);
  });

  it("block earlier where a call was refused, but not for one dear call far from the limit", () => {
    expect(stagesAt(budget, 97, true).begun).toContain("block");
    expect(stagesAt(budget, 89, true).begun).not.toContain("block");
  });

  it("are not over before spending is well below", () => {
    expect(stagesAt(budget, 75, false).kept).toEqual(["warn"]);
    expect(stagesAt(budget, 74, false).kept).toEqual([]);
    expect(stagesAt(budget, 85, false).kept).toEqual(["warn", "step_down", "block"]);
  });

  it("leave out what the budget does not do", () => {
    const quiet = { ...budget, warnAtPercent: null, degradeAtPercent: null, blocksAtLimit: false };
    expect(stagesAt(quiet, 500, true)).toEqual({ begun: [], kept: [] });
  });
});
