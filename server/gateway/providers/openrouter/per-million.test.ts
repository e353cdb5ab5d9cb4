import { expect, it } from "vitest";
import { perMillion } from "./per-million";

it.each([
  ["0.00000015", "0.15"],
  ["0.00001", "10"],
  ["0.000001", "1"],
  ["0.0000000123456", "0.0123456"],
  ["0", "0"],
  ["0.0", "0"],
  ["1", "1000000"],
  ["12.5", "12500000"],
  ["1.5e-7", "0.15"],
  ["3e-06", "3"],
])("%s a unit is exactly %s a million", (price, scaled) => expect(perMillion(price)).toBe(scaled));

it.each(["-1", "", "free", "1e6", "NaN", "0x10"])("%j is no price", (price) =>
  expect(perMillion(price)).toBeUndefined(),
);
