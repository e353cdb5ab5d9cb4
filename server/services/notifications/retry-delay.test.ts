import { expect, it } from "vitest";
import { MAX_ATTEMPTS, retryDelayMs } from "./retry-delay";

it("doubles from ten seconds to an hour, and jitter takes at most half of it", () => {
  const delays = Array.from({ length: MAX_ATTEMPTS }, (_, at) => retryDelayMs(at + 1, () => 0));
  expect(delays.slice(0, 3)).toEqual([10_000, 20_000, 40_000]);
  expect(delays.at(-1)).toBe(3_600_000);
  expect(retryDelayMs(1, () => 1)).toBe(5_000);
});
