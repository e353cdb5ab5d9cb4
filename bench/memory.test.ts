import { expect, it } from "vitest";
import { descendants, sharedOnce } from "./memory.mjs";

it("counts a process with all that come from it, and no others", () => {
  const parents = new Map([
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 1],
  ]);
  expect(descendants(parents, 2)).toEqual([2, 3, 4]);
});

it("counts what processes share once, and what is their own each time", () => {
  const statuses = [
    { RssAnon: 10, RssShmem: 100, RssFile: 7 },
    { RssAnon: 20, RssShmem: 60, RssFile: 8 },
  ];
  expect(sharedOnce(statuses)).toBe(30 + 100 + 8);
});
