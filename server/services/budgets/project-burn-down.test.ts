import { expect, it } from "vitest";
import { projectBurnDown } from "./project-burn-down";

const at = { startMs: 0, stepMs: 10, steps: 8 };

it("cumulates what was spent, and spreads what is to come between the slower and the faster pace so far", () => {
  const spent = new Map([
    [0, 4n],
    [1, 8n],
    [3, 12n],
  ]);
  const points = projectBurnDown(spent, { ...at, nowMs: 40 });
  expect(points.map((point) => point.spentNanoUsd)).toEqual(["0", "4", "12", "12", "24", null, null, null, null]);
  expect(points.slice(4).map((point) => [point.lowNanoUsd, point.highNanoUsd])).toEqual([
    ["24", "24"],
    ["24", "36"],
    ["24", "48"],
    ["24", "60"],
    ["24", "72"],
  ]);
});

it("draws no band before a whole step has passed", () => {
  const points = projectBurnDown(new Map([[0, 5n]]), { ...at, nowMs: 5 });
  expect(points).toHaveLength(2);
  expect(points[1]).toMatchObject({ spentNanoUsd: "5", lowNanoUsd: null });
});
