import { describe, expect, it } from "vitest";
import { formatPricePerMillion, parsePricePerMillion } from "./price-per-million";

describe("parsePricePerMillion", () => {
  it.each([
    ["0", 0n],
    ["0.15", 150_000n],
    ["2.50", 2_500_000n],
    ["75", 75_000_000n],
    ["0.000001", 1n],
    ["0.0000004", 0n],
    ["0.0000005", 1n],
    ["0.0049999999", 5_000n],
    ["1000000", 1_000_000_000_000n],
    [" 3.00 ", 3_000_000n],
  ])("reads %j as %s pico-USD per unit", (decimal, pico) => {
    expect(parsePricePerMillion(decimal)).toBe(pico);
  });

  it.each(["", "-1", "NaN", "Infinity", "1e3", "0x10", "1,5", "1.", ".5", "1000000.000001", "99999999999999", "١"])(
    "refuses %j",
    (decimal) => {
      expect(() => parsePricePerMillion(decimal)).toThrowError(expect.objectContaining({ code: "invalid_request" }));
    },
  );

  it("gives back what was written", () => {
    for (const decimal of ["0", "0.15", "2.5", "75", "0.000001", "1000000"]) {
      expect(formatPricePerMillion(parsePricePerMillion(decimal))).toBe(decimal);
    }
  });
});
