"use client";

import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { useFormatter, useTranslations } from "use-intl";
import { ChartFrame } from "@/components/shared/chart-frame";
import { ChartTooltip } from "@/components/shared/chart-tooltip";
import { Figure } from "@/components/shared/figure";
import { Money } from "@/components/shared/money";
import type { OverviewView } from "@/lib/contracts/overview";

/** Requests by hour, failures on top in another colour. */
export function RequestsFigure({ overview }: { overview: OverviewView }) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const clock = (date: Date) => format.dateTime(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const hours = overview.hours.map((hour) => ({
    ...hour,
    label: clock(hour.start),
    succeeded: hour.requestCount - hour.errorCount,
    failed: hour.errorCount,
  }));
  const busiest = hours.reduce<(typeof hours)[number] | undefined>(
    (most, hour) => (hour.requestCount > (most?.requestCount ?? 0) ? hour : most),
    undefined,
  );
  const zone = overview.timeZone;
  const summary = busiest
    ? t("chartSummary", {
        total: overview.last24h.requestCount,
        errors: overview.last24h.errorCount,
        busiest: busiest.label,
        zone,
      })
    : t("chartEmpty", { zone });
  return (
    <Figure
      title={t("chartTitle")}
      summary={summary}
      table={{
        columns: [t("hour"), t("succeeded"), t("failed"), t("spend")],
        rows: hours.map((hour) => ({
          key: hour.start.toISOString(),
          cells: [
            hour.label,
            format.number(hour.succeeded),
            format.number(hour.failed),
            <Money key="spend" nanoUsd={hour.costNanoUsd} />,
          ],
        })),
      }}
    >
      <ChartFrame className="h-44">
        <BarChart data={hours} margin={{ top: 4, right: 0, bottom: 0, left: 0 }} barCategoryGap="18%">
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis dataKey="label" tickLine={false} axisLine={false} minTickGap={28} tickMargin={6} />
          <YAxis allowDecimals={false} tickLine={false} axisLine={false} width={36} />
          <Tooltip cursor={{ fill: "var(--muted)" }} content={<ChartTooltip />} />
          <Bar
            dataKey="succeeded"
            name={t("succeeded")}
            stackId="requests"
            fill="var(--chart-1)"
            isAnimationActive={false}
          />
          <Bar
            dataKey="failed"
            name={t("failed")}
            stackId="requests"
            fill="var(--chart-6)"
            radius={[2, 2, 0, 0]}
            isAnimationActive={false}
          />
        </BarChart>
      </ChartFrame>
    </Figure>
  );
}
