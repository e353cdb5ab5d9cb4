"use client";

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { useFormatter, useTranslations } from "use-intl";
import { Figure } from "@/components/shared/figure";
import { Money } from "@/components/shared/money";
import type { CacheOverview } from "@/lib/contracts/cache";

/** How many answers a day came from the cache. */
export function HitsFigure({ overview: { days, hits, timeZone } }: { overview: CacheOverview }) {
  const t = useTranslations("cache");
  const format = useFormatter();
  // A day is a date and no instant: read and written in one zone, it stays that day.
  const nameOf = (day: string) =>
    format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
  const best = days.reduce((most, each) => (each.hits > most.hits ? each : most), { day: "", hits: -1 });
  const summary =
    best.hits > 0
      ? t("figureSummary", { hits, best: best.hits, day: nameOf(best.day), zone: timeZone })
      : t("figureEmpty", { zone: timeZone });
  return (
    <Figure
      title={t("figureTitle")}
      summary={summary}
      table={{
        columns: [t("day"), t("hits"), t("saved")],
        rows: days.map(({ day, hits: count, savedNanoUsd }) => ({
          key: day,
          cells: [nameOf(day), format.number(count), <Money key="saved" nanoUsd={savedNanoUsd} />],
        })),
      }}
    >
      <div className="h-48">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={days} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} title={summary}>
            <CartesianGrid vertical={false} stroke="var(--border)" />
            <XAxis
              dataKey={({ day }: CacheOverview["days"][number]) => day.slice(5)}
              tickLine={false}
              axisLine={{ stroke: "var(--border)" }}
              tick={{ fill: "var(--muted-foreground)", fontSize: 12 }}
              minTickGap={16}
            />
            <YAxis
              width={40}
              allowDecimals={false}
              tickLine={false}
              axisLine={false}
              tick={{ fill: "var(--muted-foreground)", fontSize: 12 }}
            />
            <Bar dataKey="hits" name={t("hits")} fill="var(--chart-1)" maxBarSize={32} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </Figure>
  );
}
