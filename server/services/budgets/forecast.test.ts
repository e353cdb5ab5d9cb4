import { describe, expect, it } from "vitest";
import { forecast } from "./forecast";

const window = { startMs: 0, endMs: 1_000_000, limit: 1_000n };

describe("a budget's forecast", () => {
  it("goes on at the pace so far, and tells when the limit is reached", () => {
    expect(forecast({ ...window, spent: 400n }, 200_000)).toEqual({ atEnd: 2_000n, exhaustedAtMs: 500_000 });
  });
  it("names no time where the limit is not reached in this window, or is reached already", () => {
    expect(forecast({ ...window, spent: 100n }, 200_000)).toEqual({ atEnd: 500n, exhaustedAtMs: null });
    expect(forecast({ ...window, spent: 1_000n }, 500_000)?.exhaustedAtMs).toBeNull();
  });
  it("is silent before a fiftieth of the window has passed", () => {
    expect(forecast({ ...window, spent: 400n }, 19_999)).toBeNull();
  });
});
