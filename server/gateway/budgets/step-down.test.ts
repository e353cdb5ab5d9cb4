import { describe, expect, it } from "vitest";
import { stepDown } from "./step-down";

const budget = (percentSpent: number, degradeAtPercent = 80, name = "Team") => ({
  name,
  degradeAtPercent,
  percentSpent,
});
const all = () => true;
const to = (profile: string, ...budgets: ReturnType<typeof budget>[]) => stepDown(profile, budgets, all)?.to;

describe("stepping down", () => {
  it("begins at the percentage, not before", () => {
    expect(to("powerful", budget(79))).toBeUndefined();
    expect(stepDown("powerful", [budget(80)], all)).toEqual({
      budget: "Team",
      percent: 80,
      from: "powerful",
      to: "balanced",
    });
    expect(to("balanced", budget(80))).toBe("fast");
  });

  it("takes a second step halfway to the limit", () => {
    expect([to("powerful", budget(89)), to("powerful", budget(90)), to("powerful", budget(140))]).toEqual([
      "balanced",
      "fast",
      "fast",
    ]);
  });

  it("takes one step at the limit itself, and the second past it", () => {
    expect([to("powerful", budget(100, 100)), to("powerful", budget(101, 100))]).toEqual(["balanced", "fast"]);
  });

  it("ends at the fast profile, and leaves profiles of other names alone", () => {
    expect(to("fast", budget(99))).toBeUndefined();
    expect(to("research", budget(99))).toBeUndefined();
  });

  it("takes a profile that exists: never one that does not, the nearer where the farther is missing", () => {
    expect(stepDown("powerful", [budget(85)], (name) => name === "fast")).toBeNull();
    expect(stepDown("powerful", [budget(95)], (name) => name === "balanced")?.to).toBe("balanced");
    expect(stepDown("powerful", [budget(95)], () => false)).toBeNull();
  });

  it("goes by the budget that asks for the most, of equals by the most spent", () => {
    expect(stepDown("powerful", [budget(85, 80, "a"), budget(75, 50, "b"), budget(10, 5, "c")], all)?.budget).toBe("b");
    expect(stepDown("powerful", [budget(82, 80, "a"), budget(85, 80, "b"), budget(84, 80, "c")], all)?.budget).toBe(
      "b",
    );
  });

  it("does nothing without a budget", () => {
    expect(to("powerful")).toBeUndefined();
  });
});
