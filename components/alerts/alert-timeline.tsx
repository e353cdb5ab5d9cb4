"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Figure } from "@/components/shared/figure";
import { useNow } from "@/components/shared/use-now";
import { cn } from "@/lib/cn";
import type { AlertView } from "@/lib/contracts/alert";
import { AlertStateBadge } from "./alert-state-badge";

const DAYS = 30;
const SPAN_MS = DAYS * 24 * 60 * 60_000;
const MOST_LINES = 8;
const LEAST_WIDTH = 0.6;

/** When alerts were open over the last 30 days: a line each, newest at the top. */
export function AlertTimeline({ alerts }: { alerts: AlertView[] }) {
  const t = useTranslations("alerts");
  const format = useFormatter();
  const nowMs = useNow().getTime();
  const startMs = nowMs - SPAN_MS;
  const inSpan = alerts.filter((alert) => (alert.resolvedAt?.getTime() ?? nowMs) >= startMs);
  const lines = new Map<string, AlertView[]>();
  for (const alert of inSpan) lines.set(alert.title, [...(lines.get(alert.title) ?? []), alert]);
  const shown = [...lines].slice(0, MOST_LINES);
  const day = (ms: number) => format.dateTime(new Date(ms), { dateStyle: "medium" });
  const at = (ms: number) => Math.min(100, Math.max(0, ((ms - startMs) / SPAN_MS) * 100));
  const openCount = inSpan.filter((alert) => alert.state !== "resolved").length;
  return (
    <Figure
      title={t("timelineTitle", { days: DAYS })}
      summary={t("timelineSummary", { count: inSpan.length, open: openCount, lines: lines.size })}
      table={{
        columns: [t("alert"), t("state"), t("opened"), t("resolvedAt")],
        rows: inSpan.map((alert) => ({
          key: alert.id,
          cells: [
            alert.title,
            <AlertStateBadge key="state" state={alert.state} />,
            format.dateTime(alert.openedAt, { dateStyle: "medium", timeStyle: "short" }),
            alert.resolvedAt ? format.dateTime(alert.resolvedAt, { dateStyle: "medium", timeStyle: "short" }) : "–",
          ],
        })),
      }}
    >
      <div aria-hidden className="flex flex-col gap-2">
        {shown.map(([title, group]) => (
          <div key={title} className="grid grid-cols-[minmax(0,10rem)_minmax(0,1fr)] items-center gap-3">
            <span className="truncate text-xs text-muted-foreground">{title}</span>
            <div className="relative h-4 rounded-sm bg-muted">
              {group.map((alert) => {
                const left = at(alert.openedAt.getTime());
                const width = Math.max(LEAST_WIDTH, at(alert.resolvedAt?.getTime() ?? nowMs) - left);
                return (
                  <div
                    key={alert.id}
                    className={cn(
                      "absolute inset-y-0.5 rounded-xs",
                      alert.state === "resolved" ? "bg-muted-foreground/60" : "bg-danger",
                    )}
                    style={{ left: `${Math.min(left, 100 - LEAST_WIDTH)}%`, width: `${width}%` }}
                  />
                );
              })}
            </div>
          </div>
        ))}
        <div className="grid grid-cols-[minmax(0,10rem)_minmax(0,1fr)] gap-3 text-xs text-muted-foreground">
          <span />
          <div className="flex justify-between">
            <span>{day(startMs)}</span>
            <span>{day(nowMs)}</span>
          </div>
        </div>
      </div>
    </Figure>
  );
}
