import { describe, expect, it } from "vitest";
import { isFree, mainPrices, quotePrice } from "./unit-price";

describe("a price as people quote it", () => {
  it.each([
    ["inputTokens", "0.15", "$0.15", "million"],
    ["outputTokens", "1200", "$1,200.00", "million"],
    ["inputTokens", "0.000001", "$0.000001", "million"],
    ["characters", "15", "$15.00", "characters"],
    ["audioMs", "0.1", "$0.006", "minute"],
    ["searches", "2000", "$2.00", "thousand"],
  ])("%s at %s per million is %s %s", (unit, perMillion, amount, scale) =>
    expect(quotePrice(unit, perMillion, "en")).toEqual({ amount, scale }),
  );
  it("is nothing for text that is no price", () => expect(quotePrice("inputTokens", "-1", "en")).toBeNull());
});

describe("the prices in the table", () => {
  it("stand in the order in, out and leave out units without a price", () => {
    const model = {
      type: "llm" as const,
      pricesPerMillion: { outputTokens: "10", cacheReadTokens: "0.1", inputTokens: "2.5" },
    };
    expect(mainPrices(model, "en").map(({ amount }) => amount)).toEqual(["$2.50", "$10.00"]);
  });
  it("call a model free only when every price is an explicit zero", () => {
    expect(isFree({ inputTokens: "0", outputTokens: "0.000" })).toBe(true);
    expect(isFree({ inputTokens: "0", outputTokens: "1" })).toBe(false);
    expect(isFree(null)).toBe(false);
    expect(isFree({})).toBe(false);
  });
});
