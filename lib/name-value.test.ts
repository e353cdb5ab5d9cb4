import { expect, it } from "vitest";
import { nameValue } from "./name-value";

it.each([
  ["auto", "auto"],
  ["x".repeat(1_000), "x".repeat(60)],
  [null, "null"],
  [undefined, "undefined"],
  [1.5, "1.5"],
  [{ toString: null, valueOf: 1 }, "an object"],
  [[{ toString: null }], "a list"],
])("names %o as %s", (value, name) => {
  expect(nameValue(value)).toBe(name);
});
