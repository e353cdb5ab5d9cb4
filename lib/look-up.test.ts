import { expect, it } from "vitest";
import { lookUp } from "./look-up";

it("finds what a table holds, and nothing of what every object inherits", () => {
  const table = { high: 1 };
  expect(lookUp(table, "high")).toBe(1);
  for (const name of ["low", "constructor", "toString", "__proto__", "hasOwnProperty"])
    expect(lookUp(table, name)).toBeUndefined();
});
