"use client";

import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { useTranslations } from "use-intl";
import { ChartFrame } from "@/components/shared/chart-frame";
import { ChartTooltip } from "@/components/shared/chart-tooltip";
import { Figure } from "@/components/shared/figure";
import type { UsageInput, UsageReport } from "@/lib/contracts/usage";
import { forecastSum } from "./forecast";
import { sumBuckets, toDrawn, valueIn } from "./usage-figures";
import type { UsageMetric } from "./usage-search";
import { useUsageFormat } from "./use-usage-format";
import { calendarDayOf, startOfDay } from "./zoned-time";

interface UsageCumulativeProps {
  report: UsageReport;
  input: Pick<UsageInput, "bucket">;
  metric: UsageMetric;
  /** The calendar month that runs: the sum is then carried on to its end. */
  isMonth: boolean;
}

interface Point {
  label: string;
  actual: number | null;
  expected: number | null;
  band: [number, number] | null;
}

/** The metric added up over the range; for the running month with what it will come to at this pace. */
export function UsageCumulative({ report, input: { bucket }, metric, isMonth }: UsageCumulativeProps) {
  const t = useTranslations("usage");
  const write = useUsageFormat();
  const sums = sumBuckets(report, metric);
  let total = 0n;
  const points: Point[] = sums.map(({ start, sum }) => {
    total += sum;
    return { label: write.tick(start, bucket), actual: toDrawn(total, metric), expected: null, band: null };
  });
  const left = isMonth && bucket === "day" ? daysLeft(report) : 0;
  const whole = sums.filter((each) => !each.isPartial).map(({ sum }) => toDrawn(sum, metric));
  const running = toDrawn(sums.find((each) => each.isPartial)?.sum ?? 0n, metric);
  const forecast = forecastSum(whole, running, left);
  const last = points.at(-1);
  if (forecast && last?.actual !== null && last) {
    last.expected = last.actual;
    last.band = [last.actual, last.actual];
    points.push({
      label: write.tick(endOfMonth(report), "day"),
      actual: null,
      expected: forecast.expected,
      band: [forecast.low, forecast.high],
    });
  }
  const amount = (drawn: number) => write.drawn(drawn, metric);
  const totalText = write.value(total, metric);
  const summary = forecast
    ? t("cumulative.summaryForecast", {
        total: totalText,
        expected: amount(forecast.expected),
        low: amount(forecast.low),
        high: amount(forecast.high),
        zone: report.timeZone,
      })
    : t("cumulative.summary", { total: totalText, zone: report.timeZone });
  const previous = t("cumulative.previous", { total: write.value(valueIn(report.previousTotals, metric), metric) });
  return (
    <Figure
      title={t("cumulative.title", { metric: t(`metrics.${metric}`) })}
      summary={`${summary} ${previous}`}
      table={{
        columns: [t(`buckets.${bucket}`), t("cumulative.actual"), t("cumulative.expected"), t("cumulative.band")],
        rows: points.map((point, index) => ({
          key: String(index),
          cells: [
            point.label,
            point.actual === null ? "–" : amount(point.actual),
            point.expected === null ? "–" : amount(point.expected),
            point.band === null ? "–" : `${amount(point.band[0])} – ${amount(point.band[1])}`,
          ],
        })),
      }}
    >
      <ChartFrame className="h-52">
        <ComposedChart data={points} margin={{ top: 8, right: 4, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis dataKey="label" tickLine={false} axisLine={{ stroke: "var(--border)" }} minTickGap={24} />
          <YAxis
            width={56}
            tickLine={false}
            axisLine={false}
            tickFormatter={(value: number) => write.axis(value, metric)}
          />
          <Tooltip
            isAnimationActive={false}
            content={
              <ChartTooltip
                formatValue={(value) =>
                  Array.isArray(value) ? value.map((end) => amount(Number(end))).join(" – ") : amount(Number(value))
                }
              />
            }
          />
          <Area
            dataKey="band"
            name={t("cumulative.band")}
            stroke="none"
            fill="var(--chart-1)"
            fillOpacity={0.18}
            isAnimationActive={false}
          />
          <Line
            dataKey="actual"
            name={t("cumulative.actual")}
            stroke="var(--chart-1)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="expected"
            name={t("cumulative.expected")}
            stroke="var(--chart-1)"
            strokeWidth={2}
            strokeDasharray="5 4"
            dot={false}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ChartFrame>
    </Figure>
  );
}

/** Days of the running month that are not over, today among them. */
function daysLeft({ asOf, timeZone }: UsageReport): number {
  const { year, month, day } = calendarDayOf(asOf, timeZone);
  return new Date(Date.UTC(year, month, 0)).getUTCDate() - day + 1;
}

function endOfMonth({ asOf, timeZone }: UsageReport): Date {
  const { year, month } = calendarDayOf(asOf, timeZone);
  return startOfDay({ year, month: month + 1, day: 0 }, timeZone);
}
