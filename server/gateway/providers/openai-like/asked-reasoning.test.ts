import { describe, expect, it } from "vitest";
import { effortOf, readAskedReasoning } from "./asked-reasoning";

describe("what a request asks of thinking", () => {
  it.each([
    [{}, undefined],
    [{ reasoning_effort: "default" }, undefined],
    [{ reasoning_effort: "none" }, { isOn: false }],
    [{ reasoning_effort: "low" }, { isOn: true, effort: "low" }],
    [{ thinking: { type: "disabled" }, reasoning_effort: "high" }, { isOn: false }],
    [{ thinking: { type: "adaptive" } }, { isOn: true, thinking: { type: "adaptive" } }],
    [
      { thinking: { type: "enabled", budget_tokens: 4096 } },
      { isOn: true, budgetTokens: 4096, thinking: { type: "enabled", budget_tokens: 4096 } },
    ],
    [
      { thinking: { type: "enabled" }, reasoning_effort: "none" },
      { isOn: true, thinking: { type: "enabled" } },
    ],
  ])("%j is %j", (body, asked) => {
    expect(readAskedReasoning(body)).toEqual(asked);
  });

  it.each([
    [{ isOn: true, effort: "max" as const, budgetTokens: 1 }, "max"],
    [{ isOn: true }, "medium"],
    [{ isOn: true, budgetTokens: 1024 }, "low"],
    [{ isOn: true, budgetTokens: 10_000 }, "medium"],
    [{ isOn: true, budgetTokens: 60_000 }, "high"],
  ])("%j is about effort %s", (asked, effort) => {
    expect(effortOf(asked)).toBe(effort);
  });
});
