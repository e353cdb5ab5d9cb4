import { expect, it } from "vitest";
import { readOptions } from "./options.mjs";

it("takes what is given over the size of the run", () => {
  const options = readOptions(["--quick", "--seconds=5", "--only=sluice, raw"]);
  expect(options).toMatchObject({ seconds: 5, rounds: 1, only: ["sluice", "raw"], isQuick: true });
});

it("refuses what it does not know and what is no count", () => {
  expect(() => readOptions(["--fast"])).toThrow(/--fast/);
  expect(() => readOptions(["--seconds=0"])).toThrow("--seconds must be a whole number from 1 on");
});
