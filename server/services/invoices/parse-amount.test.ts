import { expect, it } from "vitest";
import { parseAmount } from "./parse-amount";

it.each([
  ["0.8958740000000000", 895_874_000n],
  ["12", 12_000_000_000n],
  ["1.5e-05", 15_000n],
  ["2E3", 2_000_000_000_000n],
  ["-0.005", -5_000_000n],
  ["0.0000000004", 0n],
  ["0.0000000005", 1n],
  ["$1.25", 1_250_000_000n],
])("reads %s", (text, nano) => {
  expect(parseAmount(text)).toBe(nano);
});

it.each(["", "abc", "1,5", "NaN", "0x10", "--1", "1e999"])("takes %j for no amount", (text) => {
  expect(parseAmount(text)).toBeUndefined();
});
