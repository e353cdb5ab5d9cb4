import { expect, it } from "vitest";
import { formatPicoUsd } from "./format-pico-usd";

it("writes pico-USD to the last digit, and no further", () => {
  expect(formatPicoUsd("1500", "en")).toBe("0.0000000015");
  expect(formatPicoUsd("2000000000000", "en")).toBe("2");
  expect(formatPicoUsd("1234000000000001", "en")).toBe("1,234.000000000001");
  expect(formatPicoUsd("0", "zh")).toBe("0");
});
