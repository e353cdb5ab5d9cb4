import { expect, it } from "vitest";
import { figure, table } from "./table.mjs";

it("lays columns under each other", () => {
  expect(table(["", "req/s"], [["Sluice", "8,000"]])).toBe(
    ["|        | req/s |", "| ------ | ----- |", "| Sluice | 8,000 |"].join("\n"),
  );
});

it("writes a figure with as many digits as it is worth, and a dash for none", () => {
  expect([8123.4, 12.34, 0.5, 0.0312, 0].map((value) => figure(value))).toEqual([
    "8,123",
    "12.3",
    "0.5",
    "0.0312",
    "0",
  ]);
  expect(figure(undefined)).toBe("–");
  expect(figure(2, "ms")).toBe("2 ms");
});
