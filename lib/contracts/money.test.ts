import { describe, expect, it } from "vitest";
import { formatNanoUsd, parseUsd } from "./money";

describe("formatNanoUsd", () => {
  it.each([
    ["0", "0"],
    ["1", "0.000000001"],
    ["12345", "0.000012345"],
    ["2500000000", "2.5"],
    ["1000000000", "1"],
    ["1234567000000001", "1234567.000000001"],
    ["9223372036854775807", "9223372036.854775807"],
    ["-20", "-0.00000002"],
  ])("prints %s nano-USD exactly as %s", (nano, decimal) => {
    expect(formatNanoUsd(nano)).toBe(decimal);
    expect(formatNanoUsd(BigInt(nano))).toBe(decimal);
  });

  it("groups digits and draws the point as the locale does", () => {
    expect(formatNanoUsd("1234567890000000", "en")).toBe("1,234,567.89");
    expect(formatNanoUsd("1234567890000000", "zh")).toBe("1,234,567.89");
    expect(formatNanoUsd("1234567890000000", "de")).toBe("1.234.567,89");
  });
});

describe("parseUsd", () => {
  it.each(["0", "0.000000001", "12.5", "999999999.999999999"])("reads %s back to the same figure", (decimal) => {
    expect(formatNanoUsd(parseUsd(decimal) ?? -1n)).toBe(decimal);
  });

  it.each(["", "-1", "1e3", "0.0000000001", "1,5", ".5", "NaN", "1234567890"])("refuses %j", (text) => {
    expect(parseUsd(text)).toBeUndefined();
  });
});
