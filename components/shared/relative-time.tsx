"use client";

import { useFormatter } from "use-intl";
import { useNow } from "./use-now";

export interface RelativeTimeProps {
  date: Date;
  /** "relative": "3 minutes ago" with the absolute time in the tooltip; "absolute" the other way round; "both" prints both. */
  display?: "relative" | "absolute" | "both";
}

/** An instant in the organization's time zone, whose name stands with the absolute form. */
export function RelativeTime({ date, display = "relative" }: RelativeTimeProps) {
  const format = useFormatter();
  const now = useNow();
  // A clock that lags the server's by a moment must not put fresh entries into the future.
  const isJustNow = date.getTime() > now.getTime() && date.getTime() - now.getTime() < 60_000;
  const relative = format.relativeTime(isJustNow ? now : date, now);
  const absolute = format.dateTime(date, { dateStyle: "medium", timeStyle: "short" });
  const zoned = format.dateTime(date, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
  return (
    <time dateTime={date.toISOString()} title={display === "relative" ? zoned : relative} className="tabular-nums">
      {display === "relative" ? relative : absolute}
      {display === "both" ? <span className="text-muted-foreground"> · {relative}</span> : null}
    </time>
  );
}
