import { expect, it } from "vitest";
import { toDuration } from "./limit-headers";

it.each([
  [0, "0ms"],
  [0.2, "1ms"],
  [120, "120ms"],
  [1_000, "1s"],
  [7_660, "7.66s"],
  [360_000, "6m0s"],
  [3_600_000, "1h0m0s"],
  [3_661_500, "1h1m1.5s"],
])("writes %d ms as the duration OpenAI's header has: %s", (ms, text) => {
  expect(toDuration(ms)).toBe(text);
});
