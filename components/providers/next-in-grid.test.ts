import { describe, expect, it } from "vitest";
import { nextInGrid } from "./next-in-grid";

/** Three in a row, then one of another group, then two. */
const PLACES = [
  { left: 0, top: 0 },
  { left: 100, top: 0 },
  { left: 200, top: 0 },
  { left: 0, top: 80 },
  { left: 0, top: 160 },
  { left: 100, top: 160 },
];

describe("an arrow key in the gallery", () => {
  it.each([
    [0, "ArrowRight", 1],
    [2, "ArrowRight", 3],
    [0, "ArrowLeft", null],
    [5, "ArrowRight", null],
    [2, "ArrowDown", 3],
    [3, "ArrowDown", 4],
    [5, "ArrowUp", 3],
    [1, "ArrowUp", null],
    [4, "ArrowDown", null],
    [0, "Enter", null],
    [-1, "ArrowRight", null],
  ])("from %i by %s leads to %s", (from, key, to) => expect(nextInGrid(PLACES, from, key)).toBe(to));
});
