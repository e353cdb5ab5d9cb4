"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "use-intl";
import { Figure } from "@/components/shared/figure";
import { useTRPC } from "@/components/trpc/client";
import type { UsageInput, UsageWeek } from "@/lib/contracts/usage";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Errors by hour of the week: a pattern over days shows as a column, a bad day as a row. */
export function UsageWeekMap({ input: { bucket: _bucket, groupBy: _groupBy, ...filters } }: { input: UsageInput }) {
  const trpc = useTRPC();
  const { data: week } = useQuery(trpc.usage.week.queryOptions(filters));
  return week ? <WeekFigure week={week} /> : <div className="h-64 rounded-lg border bg-card" aria-hidden />;
}

function WeekFigure({ week }: { week: UsageWeek }) {
  const t = useTranslations("usage.week");
  const format = useFormatter();
  const cells = new Map(week.hours.map((cell) => [`${cell.weekday}-${cell.hour}`, cell]));
  const most = week.hours.reduce<UsageWeek["hours"][number] | undefined>(
    (worst, cell) => (cell.errorCount > (worst?.errorCount ?? 0) ? cell : worst),
    undefined,
  );
  const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  const dayOf = (weekday: number) => t(`days.${WEEKDAYS.find((each) => each === weekday) ?? 1}`);
  const describe = (weekday: number, hour: number) => {
    const cell = cells.get(`${weekday}-${hour}`);
    return t("cell", {
      day: dayOf(weekday),
      hour: clock(hour),
      errors: cell?.errorCount ?? 0,
      requests: cell?.requestCount ?? 0,
    });
  };
  return (
    <Figure
      title={t("title")}
      summary={
        most
          ? t("summary", {
              day: dayOf(most.weekday),
              hour: clock(most.hour),
              errors: most.errorCount,
              requests: most.requestCount,
              zone: week.timeZone,
            })
          : t("none", { zone: week.timeZone })
      }
      table={{
        columns: [t("hour"), ...WEEKDAYS.map(dayOf)],
        rows: HOURS.map((hour) => ({
          key: String(hour),
          cells: [
            clock(hour),
            ...WEEKDAYS.map((weekday) => format.number(cells.get(`${weekday}-${hour}`)?.errorCount ?? 0)),
          ],
        })),
      }}
    >
      <div
        className="grid grid-cols-[2.5rem_repeat(24,minmax(0,1fr))] gap-px text-[10px] text-muted-foreground"
        aria-hidden
      >
        {WEEKDAYS.map((weekday) => (
          <div key={weekday} className="contents">
            <span className="leading-5">{dayOf(weekday)}</span>
            {HOURS.map((hour) => {
              const errors = cells.get(`${weekday}-${hour}`)?.errorCount ?? 0;
              return (
                <span
                  key={hour}
                  title={describe(weekday, hour)}
                  className="h-5 rounded-[2px] bg-secondary"
                  style={
                    errors > 0 && most
                      ? {
                          background: `color-mix(in oklab, var(--chart-6) ${Math.round(15 + (85 * errors) / most.errorCount)}%, var(--card))`,
                        }
                      : undefined
                  }
                />
              );
            })}
          </div>
        ))}
        <span />
        {HOURS.map((hour) => (
          <span key={hour} className="text-center tabular-nums">
            {hour % 6 === 0 ? clock(hour).slice(0, 2) : ""}
          </span>
        ))}
      </div>
    </Figure>
  );
}
