import { expect, it } from "vitest";
import { roundNanoUsd } from "./round-nano-usd";

it("rounds to the cent from one dollar up", () => {
  expect(roundNanoUsd(12_345_678_901n)).toBe(12_350_000_000n);
});

it("keeps a hundredth of a cent between one cent and one dollar", () => {
  expect(roundNanoUsd(123_456_789n)).toBe(123_500_000n);
});

it("keeps four significant digits below one cent", () => {
  expect(roundNanoUsd(1_234_567n)).toBe(1_235_000n);
  expect(roundNanoUsd(20n)).toBe(20n);
});

it("never turns a charge into nothing", () => {
  for (const nano of [1n, 9n, 10_001n, 9_999_999n]) expect(roundNanoUsd(nano)).toBeGreaterThan(0n);
});
