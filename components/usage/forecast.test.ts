import { describe, expect, it } from "vitest";
import { forecastSum } from "./forecast";

describe("a forecast", () => {
  it("goes on at the mean pace, with a band that is as wide as the days differ", () => {
    expect(forecastSum([10, 10, 10], 4, 7)).toEqual({ expected: 100, low: 100, high: 100 });
    const varied = forecastSum([5, 10, 15], 0, 4);
    expect(varied?.expected).toBe(70);
    expect(varied?.high).toBeCloseTo(70 + 1.2816 * 5 * 2, 6);
    expect(varied?.low).toBeCloseTo(70 - 1.2816 * 5 * 2, 6);
  });

  it("never falls below what is spent already", () => {
    const forecast = forecastSum([1, 1, 1], 500, 2);
    expect(forecast).toMatchObject({ expected: 503, low: 503 });
  });

  it("says nothing from fewer than three days, or when nothing is left", () => {
    expect(forecastSum([1, 2], 0, 9)).toBeNull();
    expect(forecastSum([1, 2, 3], 0, 0)).toBeNull();
  });
});
