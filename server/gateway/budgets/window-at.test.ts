import { describe, expect, it } from "vitest";
import { BUDGET_PERIODS } from "@/lib/contracts/budget-kinds";
import { resetOf, windowAt } from "./window-at";

const HOUR_MS = 3_600_000;
const ZONES = [
  "UTC",
  "Asia/Tokyo",
  "America/New_York",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
  // Clocks change at midnight itself.
  "Africa/Cairo",
  "America/Santiago",
];

const clocks = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "short", timeStyle: "medium" }),
  ]),
);
const localTime = (instantMs: number, timeZone: string) => clocks.get(timeZone)?.format(instantMs) ?? "";

describe("18. a budget's windows", () => {
  for (const timeZone of ZONES)
    for (const period of BUDGET_PERIODS)
      it(`tile 2026 to 2028 in ${timeZone} by ${period} with no gap and no overlap, and reset at local midnight to the millisecond`, () => {
        const budget = { period, rollingHours: period === "rolling" ? 24 : null };
        const untilMs = Date.UTC(2029, 0, 1);
        let window = windowAt(budget, timeZone, Date.UTC(2026, 0, 1, 12));
        let windows = 0;
        // The rolling kind has an hour to a window: a month of them shows as much as three years.
        const lastMs = period === "rolling" ? Date.UTC(2026, 1, 1) : untilMs;
        while (window.startMs < lastMs) {
          if (windows % 7 === 0) expect(windowAt(budget, timeZone, window.endMs - 1)).toEqual(window);
          if (period !== "rolling" && !isMidnightLeftOut(window.startMs, timeZone))
            expect(localTime(window.startMs, timeZone)).toMatch(/, 00:00:00$/);
          const next = windowAt(budget, timeZone, window.endMs);
          expect(next.startMs).toBe(window.endMs);
          window = next;
          windows += 1;
        }
        const days = Math.round((lastMs - Date.UTC(2026, 0, 1)) / (24 * HOUR_MS));
        const expected = { day: days, week: days / 7, month: 36, rolling: days * 24 }[period];
        expect(Math.abs(windows - expected)).toBeLessThanOrEqual(period === "rolling" ? 24 : 2);
      });

  it("hold 29 February as a day like any other", () => {
    const window = windowAt({ period: "day", rollingHours: null }, "UTC", Date.UTC(2028, 1, 29, 23, 59));
    expect([window.startMs, window.endMs]).toEqual([Date.UTC(2028, 1, 29), Date.UTC(2028, 2, 1)]);
  });

  it("are 23 and 25 hours long where New York changes its clocks, and half an hour off at Lord Howe", () => {
    const hours = (timeZone: string, atMs: number) => {
      const { startMs, endMs } = windowAt({ period: "day", rollingHours: null }, timeZone, atMs);
      return (endMs - startMs) / HOUR_MS;
    };
    expect(hours("America/New_York", Date.UTC(2026, 2, 8, 12))).toBe(23);
    expect(hours("America/New_York", Date.UTC(2026, 10, 1, 12))).toBe(25);
    expect(hours("Australia/Lord_Howe", Date.UTC(2026, 3, 5, 0))).toBe(24.5);
    expect(hours("Australia/Lord_Howe", Date.UTC(2026, 9, 3, 20))).toBe(23.5);
  });

  it("leave no hole where Apia left out a whole day", () => {
    const before = windowAt({ period: "day", rollingHours: null }, "Pacific/Apia", Date.UTC(2011, 11, 30, 9));
    const after = windowAt({ period: "day", rollingHours: null }, "Pacific/Apia", before.endMs);
    expect(localTime(before.startMs, "Pacific/Apia")).toBe("29/12/2011, 00:00:00");
    expect(localTime(after.startMs, "Pacific/Apia")).toBe("31/12/2011, 00:00:00");
    expect(before.endMs - before.startMs).toBe(24 * HOUR_MS);
  });

  it("of a week begin on Monday", () => {
    const { startMs } = windowAt({ period: "week", rollingHours: null }, "Asia/Tokyo", Date.UTC(2026, 10, 29, 14, 59));
    expect(localTime(startMs, "Asia/Tokyo")).toBe("23/11/2026, 00:00:00");
  });

  it("of a rolling budget count so far back that no stretch of its length can hold more than the limit", () => {
    const { startMs, endMs, fromMs } = windowAt({ period: "rolling", rollingHours: 24 }, "UTC", 10_000 * HOUR_MS + 5);
    expect([startMs, endMs, fromMs]).toEqual([10_000 * HOUR_MS, 10_001 * HOUR_MS, 9_976 * HOUR_MS]);
  });
});

describe("the time of a reset", () => {
  it("is the window's end, or when the oldest spending of a rolling budget is no longer counted", () => {
    const rolling = { period: "rolling" as const, rollingHours: 24 };
    const window = windowAt(rolling, "UTC", 10_000 * HOUR_MS);
    const reset = resetOf(rolling, window, 9_990 * HOUR_MS);
    expect(windowAt(rolling, "UTC", reset - 1).fromMs).toBeLessThanOrEqual(9_990 * HOUR_MS);
    expect(windowAt(rolling, "UTC", reset).fromMs).toBeGreaterThan(9_990 * HOUR_MS);
    const day = { period: "day" as const, rollingHours: null };
    expect(resetOf(day, windowAt(day, "UTC", 5), 1)).toBe(24 * HOUR_MS);
  });
});

/** Whether the clocks jump over midnight, so that the day begins at a later hour. */
function isMidnightLeftOut(startMs: number, timeZone: string): boolean {
  return (
    localTime(startMs - 1_000, timeZone).endsWith("23:59:59") && !localTime(startMs, timeZone).endsWith("00:00:00")
  );
}
