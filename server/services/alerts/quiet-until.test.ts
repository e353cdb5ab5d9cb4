import { describe, expect, it } from "vitest";
import { quietUntil } from "./quiet-until";

const night = { fromMinute: 22 * 60, toMinute: 7 * 60 };
const until = (at: string, zone = "UTC", quiet = night) => quietUntil(new Date(at), zone, quiet)?.toISOString() ?? null;

describe("quiet hours", () => {
  it("go over midnight, begin with their first minute and end before their last", () => {
    expect(until("2026-03-01T21:59:59Z")).toBeNull();
    expect(until("2026-03-01T22:00:30Z")).toBe("2026-03-02T07:00:00.000Z");
    expect(until("2026-03-02T06:59:59Z")).toBe("2026-03-02T07:00:00.000Z");
    expect(until("2026-03-02T07:00:00Z")).toBeNull();
  });

  it("are those of the organization's zone", () => {
    expect(until("2026-03-01T17:00:00Z", "Asia/Kathmandu")).toBe("2026-03-02T01:15:00.000Z");
    expect(until("2026-03-01T22:30:00Z", "America/New_York")).toBeNull();
  });

  it("of no length are none", () => {
    expect(until("2026-03-01T22:00:00Z", "UTC", { fromMinute: 60, toMinute: 60 })).toBeNull();
    expect(quietUntil(new Date(), "UTC", null)).toBeNull();
  });
});
