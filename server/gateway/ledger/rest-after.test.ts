import { expect, it } from "vitest";
import { restAfter } from "./rest-after";

it.each([
  [0.2, 1, 0, 0],
  [0.5, 0.5, 0, 0],
  [0.5, 0.9, 0, 90],
  [0.9, 0.5, 0, 90],
  [0.9, 0.9, 0.05, 90],
  [0.9, 0.9, 0.25, 10],
  [0.9, 0.9, 0.5, 0],
  [1, 1, 1, 0],
])(
  "at a loop %d and a machine %d busy and a journal %d full, rests %d ms after a batch of 10 ms",
  (loop, machine, journal, restMs) => {
    expect(restAfter(10, { loop, machine, journal })).toBeCloseTo(restMs);
  },
);
