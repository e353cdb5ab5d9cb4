import { expect, it } from "vitest";
import { restAfter } from "./rest-after";

it.each([
  [0.2, 0, 0],
  [0.9, 0, 90],
  [0.9, 0.05, 90],
  [0.9, 0.25, 10],
  [0.9, 0.5, 0],
  [1, 1, 0],
])("at a loop %d busy and a journal %d full, rests %d ms after a batch of 10 ms", (utilization, fullness, restMs) => {
  expect(restAfter(10, utilization, fullness)).toBeCloseTo(restMs);
});
