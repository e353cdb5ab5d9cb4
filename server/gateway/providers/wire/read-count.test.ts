import { expect, it } from "vitest";
import { USAGE_UNITS } from "@/server/gateway/spec/usage";
import { MAX_COUNT, readCount } from "./read-count";

it("takes a count as it is, an explicit 0 too, and anything else as not reported", () => {
  const read = (value: unknown) => readCount({ tokens: value }, "tokens");
  expect([0, 7, MAX_COUNT].map(read)).toEqual([0, 7, MAX_COUNT]);
  for (const value of [-1, 1.5, MAX_COUNT + 1, Number.NaN, "7", null, undefined]) expect(read(value)).toBeUndefined();
});

it("lets no provider report more than the tokens of three attempts that fit into the database", () => {
  expect(3 * USAGE_UNITS.length * MAX_COUNT).toBeLessThan(2 ** 31);
});
