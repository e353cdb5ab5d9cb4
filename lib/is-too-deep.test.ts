import { describe, expect, it } from "vitest";
import { isTooDeep, MAX_JSON_DEPTH } from "./is-too-deep";

const lists = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

describe("the depth of JSON", () => {
  it.each([
    ["lists", lists],
    ["objects", objects],
  ])("is bounded for %s, at exactly the bound", (_, nest) => {
    for (const [depth, expected] of [
      [MAX_JSON_DEPTH, false],
      [MAX_JSON_DEPTH + 1, true],
      [100_000, true],
    ] as const)
      expect(isTooDeep(nest(depth), JSON.parse(nest(depth)))).toBe(expected);
  });

  it("does not grow with breadth or length", () => {
    const wide = JSON.stringify({ list: Array.from({ length: 10_000 }, () => [{ a: "x" }]), text: "x".repeat(10_000) });
    expect(isTooDeep(wide, JSON.parse(wide))).toBe(false);
  });
});
