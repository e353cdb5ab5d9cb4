import { describe, expect, it } from "vitest";
import { JsonProgress } from "./json-progress";

describe("an object that comes in pieces", () => {
  it.each(["{}", '{"a":{"b":[{}]}}', '{"a":"}"}', String.raw`{"a":"\"}","b\\":["\\"]}`, ' {"猫":"}"}'])(
    "is whole with its last bracket and not before: %s",
    (json) => {
      const progress = new JsonProgress();
      const wholeAfter: number[] = [];
      for (const [at, character] of [...json].entries()) {
        progress.add(character);
        if (progress.isWhole) wholeAfter.push(at + 1);
      }
      expect(wholeAfter).toEqual([[...json].length]);
    },
  );

  it("is read in linear time, however often it is asked for", () => {
    const progress = new JsonProgress();
    progress.add(`{"a":"${"x".repeat(5_000_000)}"`);
    for (let at = 0; at < 20_000; at++) {
      progress.add(' ,"a":{}');
      expect(progress.isWhole).toBe(false);
    }
    progress.add("}");
    expect(progress.isWhole).toBe(true);
  });
});
