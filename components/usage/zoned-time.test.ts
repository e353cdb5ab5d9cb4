import { describe, expect, it } from "vitest";
import { calendarDayOf, fromDateField, startOfDay, toDateField } from "./zoned-time";

describe("days in a zone", () => {
  it("begin at the zone's midnight, summer and winter", () => {
    expect(startOfDay({ year: 2026, month: 7, day: 1 }, "Europe/Berlin").toISOString()).toBe(
      "2026-06-30T22:00:00.000Z",
    );
    expect(startOfDay({ year: 2026, month: 12, day: 1 }, "Europe/Berlin").toISOString()).toBe(
      "2026-11-30T23:00:00.000Z",
    );
    expect(startOfDay({ year: 2026, month: 12, day: 1 }, "Asia/Kolkata").toISOString()).toBe(
      "2026-11-30T18:30:00.000Z",
    );
  });

  it("are 23 and 25 hours long when clocks change", () => {
    const hours = (month: number, day: number) =>
      (startOfDay({ year: 2026, month, day: day + 1 }, "Europe/Berlin").getTime() -
        startOfDay({ year: 2026, month, day }, "Europe/Berlin").getTime()) /
      3_600_000;
    expect(hours(3, 29)).toBe(23);
    expect(hours(10, 25)).toBe(25);
    expect(hours(6, 10)).toBe(24);
  });

  it("roll over the ends of months and years", () => {
    expect(startOfDay({ year: 2026, month: 1, day: 0 }, "UTC").toISOString()).toBe("2025-12-31T00:00:00.000Z");
  });

  it("are those of the zone, not of UTC", () => {
    expect(calendarDayOf(new Date("2026-11-20T23:30:00Z"), "Asia/Shanghai")).toEqual({
      year: 2026,
      month: 11,
      day: 21,
    });
    expect(toDateField(new Date("2026-01-01T03:00:00Z"), "America/New_York")).toBe("2025-12-31");
  });

  it("come from a date field only when it is filled in", () => {
    expect(fromDateField("2026-11-03")).toEqual({ year: 2026, month: 11, day: 3 });
    expect(fromDateField("")).toBeNull();
  });
});
