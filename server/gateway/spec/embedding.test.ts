import { describe, expect, it } from "vitest";
import { embeddingRequest } from "./embedding";

const isTaken = (input: unknown) => embeddingRequest.safeParse({ model: "m", input }).success;

describe("the input of an embedding request", () => {
  it.each([["a text"], [["one", "two"]], [[1, 2, 3]], [[[1, 2], [3]]]])("may be %j", (input) => {
    expect(isTaken(input)).toBe(true);
  });

  it.each([
    [""],
    [[]],
    [["one", ""]],
    [["one", 2]],
    [[1, "two"]],
    [[1.5]],
    [[[1], []]],
    [[[1], "two"]],
    [{ text: "one" }],
    [null],
  ])("may not be %j", (input) => {
    expect(isTaken(input)).toBe(false);
  });

  it("is checked in passing even as 300,000 tokens", () => {
    const tokens = Array.from({ length: 2_000 }, () => Array.from({ length: 150 }, (_, index) => index));
    const before = performance.now();
    expect(isTaken(tokens)).toBe(true);
    expect(performance.now() - before).toBeLessThan(250);
  });
});
