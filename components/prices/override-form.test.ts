import { expect, it } from "vitest";
import { type OverrideTexts, readOverride } from "./override-form";

const texts = (over: Partial<OverrideTexts> = {}): OverrideTexts => ({
  currency: "USD",
  prices: { inputTokens: "1.25", outputTokens: " 10 ", cacheReadTokens: "" },
  tiers: [],
  from: "",
  to: "",
  note: " agreed ",
  ...over,
});

it("reads prices, tiers and days; blanks are left out", () => {
  const tier = { key: "t1", serviceTier: "batch" as const, inputTokensAbove: "", prices: { inputTokens: "0.5" } };
  expect(readOverride(texts({ tiers: [tier], from: "2026-12-01", to: "2027-01-01" }))).toEqual({
    document: {
      currency: "USD",
      unitsPerMillion: { inputTokens: "1.25", outputTokens: "10" },
      tiers: [{ serviceTier: "batch", inputTokensAbove: 0, unitsPerMillion: { inputTokens: "0.5" } }],
      minimumUnits: {},
    },
    effectiveFrom: new Date("2026-12-01T00:00:00Z"),
    effectiveTo: new Date("2027-01-01T00:00:00Z"),
    note: "agreed",
  });
});

it.each([
  ["nothing priced", { prices: { inputTokens: "" } }, ["base"]],
  ["a comma", { prices: { inputTokens: "1,5" } }, ["base-inputTokens"]],
  ["seven digits after the point", { prices: { inputTokens: "0.1234567" } }, ["base-inputTokens"]],
  [
    "a tier's size and price",
    {
      tiers: [{ key: "t1", serviceTier: "standard" as const, inputTokensAbove: "1e3", prices: { outputTokens: "x" } }],
    },
    ["t1-above", "t1-outputTokens"],
  ],
  ["an end before the beginning", { from: "2026-12-02", to: "2026-12-01" }, ["to"]],
])("names the fields that can't be read: %s", (_title, over, faults) => {
  expect(readOverride(texts(over))).toEqual({ faults });
});
