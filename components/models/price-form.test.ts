import { describe, expect, it } from "vitest";
import { readPriceTexts, toPriceTexts } from "./price-form";

describe("the price form", () => {
  it("offers the type's units and keeps prices of units it does not expect", () => {
    expect(toPriceTexts({ type: "text_embedding", pricesPerMillion: { inputTokens: "0.02", searches: "1" } })).toEqual({
      inputTokens: "0.02",
      searches: "1",
    });
    expect(toPriceTexts({ type: "rerank", pricesPerMillion: null })).toEqual({ searches: "", inputTokens: "" });
  });
  it("leaves blank units out and keeps an explicit zero", () => {
    expect(readPriceTexts({ inputTokens: " 0.15 ", outputTokens: "0", cacheReadTokens: "" })).toEqual({
      prices: { inputTokens: "0.15", outputTokens: "0" },
    });
  });
  it.each(["0,15", "-1", "1e3", ".5", "0.0000001", "free"])("refuses %j", (text) => {
    expect(readPriceTexts({ inputTokens: text })).toEqual({ faults: ["inputTokens"] });
  });
  it("refuses a form with no price at all", () => expect(readPriceTexts({ inputTokens: "" })).toEqual({ faults: [] }));
});
