import { describe, expect, it } from "vitest";
import type { BudgetView } from "@/lib/contracts/budget";
import { budgetForm, stopsCalls, toCreateInput, toForm } from "./budget-form-values";

const spent = { spentNanoUsd: "5000000000" } satisfies Partial<BudgetView>;

describe("a budget's form", () => {
  it("says what it is for, unless it is for the whole organization", () => {
    const typed = { ...toForm(null), name: "Team", limitUsd: "10" };
    expect(budgetForm.safeParse(typed).success).toBe(true);
    expect(budgetForm.safeParse({ ...typed, scope: "model" }).success).toBe(false);
  });

  it("leaves out hours that no rolling budget asks for, and percentages left blank", () => {
    const typed = { ...toForm(null), name: "Team", limitUsd: "12.50", warnAtPercent: "", degradeAtPercent: "95" };
    expect(toCreateInput(typed)).toMatchObject({ rollingHours: null, warnAtPercent: null, degradeAtPercent: 95 });
    expect(toCreateInput({ ...typed, period: "rolling" })).toMatchObject({ rollingHours: 24 });
  });

  it("tells that a limit no higher than what was spent stops calls", () => {
    const budget = { ...viewOf(), ...spent };
    expect([stopsCalls("4.99", budget), stopsCalls("5", budget), stopsCalls("5.000000001", budget)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(stopsCalls("", budget)).toBe(false);
    expect(stopsCalls("1", null)).toBe(false);
  });
});

function viewOf(): BudgetView {
  return {
    id: "b",
    name: "Team",
    scope: "tenant",
    scopeId: null,
    scopeName: null,
    period: "month",
    rollingHours: null,
    limitNanoUsd: "10000000000",
    spentNanoUsd: "0",
    reservedNanoUsd: "0",
    warnAtPercent: 80,
    degradeAtPercent: null,
    blocksAtLimit: true,
    isEnabled: true,
    version: 1,
    startsAt: new Date(0),
    resetsAt: new Date(1),
    forecastNanoUsd: null,
    exhaustedAt: null,
  };
}
