import { expect, it } from "vitest";
import { median } from "./median.mjs";

it("is the middle one, however they are ordered", () => {
  expect(median([30, 10, 20])).toBe(20);
  expect(median([10, 100])).toBe(55);
});

it("leaves out what is no number, and is undefined of none", () => {
  expect(median([Number.NaN, 7, Number.POSITIVE_INFINITY])).toBe(7);
  expect(median([])).toBeUndefined();
});
