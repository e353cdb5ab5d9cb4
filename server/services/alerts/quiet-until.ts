import type { QuietHours } from "@/lib/contracts/alert";

const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/** When the quiet hours that `now` lies in are over; null outside of them. Across a change of clocks it may be an hour off, and is asked again then. */
export function quietUntil(now: Date, zone: string, quiet: QuietHours | null): Date | null {
  if (!quiet || quiet.fromMinute === quiet.toMinute) return null;
  const minute = minuteOfDay(now, zone);
  const sinceStart = (minute - quiet.fromMinute + DAY_MINUTES) % DAY_MINUTES;
  const length = (quiet.toMinute - quiet.fromMinute + DAY_MINUTES) % DAY_MINUTES;
  if (sinceStart >= length) return null;
  const startOfMinuteMs = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  return new Date(startOfMinuteMs + (length - sinceStart) * MINUTE_MS);
}

function minuteOfDay(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  })
    .formatToParts(at)
    .map(({ type, value }) => [type, Number(value)] as const);
  const fields = new Map(parts);
  return (fields.get("hour") ?? 0) * 60 + (fields.get("minute") ?? 0);
}
