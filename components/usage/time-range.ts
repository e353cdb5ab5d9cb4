import type { UsageBucket } from "@/lib/contracts/usage";
import { calendarDayOf, startOfDay } from "./zoned-time";

export const TIME_RANGES = ["24h", "7d", "30d", "month", "custom"] as const;
export type TimeRange = (typeof TIME_RANGES)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** As in the address; `from` and `to` count for "custom" alone. */
export interface RangeSearch {
  range: TimeRange;
  from: Date | null;
  to: Date | null;
}

/** The instants that a range means now. Days and months are the zone's, today included; a custom range with an end missing or swapped falls back to 7 days. */
export function resolveRange({ range, from, to }: RangeSearch, now: Date, timeZone: string): { from: Date; to: Date } {
  const today = calendarDayOf(now, timeZone);
  switch (range) {
    case "24h":
      return { from: new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - 23 * HOUR_MS), to: now };
    case "30d":
      return { from: startOfDay({ ...today, day: today.day - 29 }, timeZone), to: now };
    case "month":
      return { from: startOfDay({ ...today, day: 1 }, timeZone), to: now };
    case "custom":
      if (from && to && from < to) return { from, to };
  }
  return { from: startOfDay({ ...today, day: today.day - 6 }, timeZone), to: now };
}

/** The bucket that draws a span with some two dozen bars. */
export function bucketFor({ from, to }: { from: Date; to: Date }): UsageBucket {
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  if (days <= 2) return "hour";
  if (days <= 62) return "day";
  return days <= 366 ? "week" : "month";
}

const MOST_DAYS: Record<UsageBucket, number> = { hour: 31, day: 731, week: 3_660, month: Number.POSITIVE_INFINITY };

/** Whether a span cut into such buckets stays a chart that can be read. */
export function isBucketFit(bucket: UsageBucket, { from, to }: { from: Date; to: Date }): boolean {
  return (to.getTime() - from.getTime()) / DAY_MS <= MOST_DAYS[bucket];
}
