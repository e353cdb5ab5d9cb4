import { expect, it } from "vitest";
import { returnPath } from "./return-path";

it("returns to an address of the console", () => {
  expect(returnPath("/t/acme/usage?range=7d")).toBe("/t/acme/usage?range=7d");
});

it("never leads to another site", () => {
  for (const from of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "",
    undefined,
  ]) {
    expect(returnPath(from)).toBe("/");
  }
});
