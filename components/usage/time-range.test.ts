import { describe, expect, it } from "vitest";
import { bucketFor, isBucketFit, resolveRange } from "./time-range";

const NOW = new Date("2026-11-20T21:30:00Z");
const custom = { from: null, to: null };

describe("resolveRange", () => {
  it("starts days at the zone's midnight and counts today", () => {
    expect(resolveRange({ range: "7d", ...custom }, NOW, "Asia/Shanghai")).toEqual({
      from: new Date("2026-11-14T16:00:00Z"),
      to: NOW,
    });
    expect(resolveRange({ range: "month", ...custom }, NOW, "America/New_York").from).toEqual(
      new Date("2026-11-01T04:00:00Z"),
    );
  });

  it("starts the last 24 hours at a whole hour", () => {
    expect(resolveRange({ range: "24h", ...custom }, NOW, "UTC").from).toEqual(new Date("2026-11-19T22:00:00Z"));
  });

  it("takes a custom range as it is, unless its ends are swapped or missing", () => {
    const from = new Date("2026-10-01T00:00:00Z");
    const to = new Date("2026-10-08T00:00:00Z");
    expect(resolveRange({ range: "custom", from, to }, NOW, "UTC")).toEqual({ from, to });
    const week = resolveRange({ range: "7d", ...custom }, NOW, "UTC");
    expect(resolveRange({ range: "custom", from: to, to: from }, NOW, "UTC")).toEqual(week);
    expect(resolveRange({ range: "custom", from, to: null }, NOW, "UTC")).toEqual(week);
  });
});

describe("buckets", () => {
  it("grow with the span", () => {
    const spanOf = (days: number) => ({ from: new Date(NOW.getTime() - days * 86_400_000), to: NOW });
    expect([1, 7, 90, 800].map((days) => bucketFor(spanOf(days)))).toEqual(["hour", "day", "week", "month"]);
    expect(isBucketFit("hour", spanOf(7))).toBe(true);
    expect(isBucketFit("hour", spanOf(90))).toBe(false);
  });
});
