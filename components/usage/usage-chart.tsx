"use client";

import { useId } from "react";
import {
  Bar,
  type BarShapeProps,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useTranslations } from "use-intl";
import { Figure } from "@/components/shared/figure";
import type { UsageInput, UsageReport } from "@/lib/contracts/usage";
import { colourOf, SeriesPatterns, SeriesSwatch } from "./series-pattern";
import { SmallHatch } from "./small-hatch";
import { isAdditive, sumBuckets, toDrawn, unpricedKeys, valueIn } from "./usage-figures";
import type { UsageMetric } from "./usage-search";
import { UsageTooltip } from "./usage-tooltip";
import { useUsageFormat } from "./use-usage-format";

type Bucket = UsageReport["buckets"][number];

interface UsageChartProps {
  report: UsageReport;
  input: Pick<UsageInput, "bucket" | "groupBy">;
  metric: UsageMetric;
}

/** One per place, so that lines are told apart without their colours. */
const DASHES = ["0", "6 3", "2 2", "8 3 2 3", "4 4", "1 3", "10 4", "6 2 2 2"];

/** The metric over time: bars stacked by group, and lines for latencies, which don't add up. */
export function UsageChart({ report, input: { bucket, groupBy }, metric }: UsageChartProps) {
  const t = useTranslations("usage");
  const states = useTranslations("states");
  const write = useUsageFormat();
  // An id of useId may hold characters that url(#…) does not take.
  const id = `usage${useId().replace(/[^a-z0-9]/gi, "")}`;
  const sums = sumBuckets(report, metric);
  const total = sums.reduce((sum, each) => sum + each.sum, 0n);
  const highest = sums.reduce(
    (most, each) => (each.sum > most.sum ? each : most),
    sums[0] ?? { start: report.asOf, sum: 0n },
  );
  const unpriced = metric === "cost" ? unpricedKeys(report) : new Set<string>();
  const series = report.series.map((each) => ({
    ...each,
    label: write.group(each.key, each.label, groupBy),
    isUnpriced: unpriced.has(each.key),
  }));
  const isRunning = report.buckets.some((each) => each.isPartial);
  const nameOf = (each: Bucket) =>
    each.isPartial ? t("soFar", { bucket: write.bucket(each.start, bucket) }) : write.bucket(each.start, bucket);
  const isWhollyUnpriced = metric === "cost" && report.totals.unpricedCount === report.totals.requestCount;
  const isStacked = isAdditive(metric);
  const summaryKey = !isStacked ? "chart.summaryLatency" : isWhollyUnpriced ? "chart.summaryUnpriced" : "chart.summary";
  const summary = t(summaryKey, {
    total: write.value(total, metric),
    bucket: write.bucket(highest.start, bucket),
    highest: write.value(highest.sum, metric),
    zone: report.timeZone,
  });
  const drawBar = ({ x, y, width, height, payload, fill }: BarShapeProps) => (
    <g>
      <rect x={x} y={y} width={width} height={height} fill={fill} />
      {isPartialBucket(payload) ? (
        <rect x={x} y={y} width={width} height={height} fill={`url(#${id}-partial)`} />
      ) : null}
    </g>
  );
  return (
    <Figure
      title={t("chart.title", {
        metric: t(`metrics.${metric}`),
        group: t(`groupWords.${groupBy}`),
        bucket: t(`bucketWords.${bucket}`),
      })}
      summary={summary}
      table={{
        columns: [t(`buckets.${bucket}`), ...series.map((each) => each.label), ...(isStacked ? [t("total")] : [])],
        rows: report.buckets.map((each, index) => ({
          key: each.start.toISOString(),
          cells: [
            nameOf(each),
            ...series.map(({ key, isUnpriced }) =>
              isUnpriced && each.values[key]
                ? states("unpriced")
                : write.value(valueIn(each.values[key], metric), metric),
            ),
            ...(isStacked ? [write.value(sums[index]?.sum ?? 0n, metric)] : []),
          ],
        })),
      }}
    >
      <div className="h-72 [&_.recharts-surface:focus-visible]:rounded-sm [&_.recharts-surface:focus-visible]:outline-2 [&_.recharts-surface]:outline-ring">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={report.buckets} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} title={summary}>
            <SeriesPatterns id={id} keys={series.map((each) => each.key)} />
            <CartesianGrid vertical={false} stroke="var(--border)" />
            <XAxis
              dataKey={(each: Bucket) => write.tick(each.start, bucket)}
              tickLine={false}
              axisLine={{ stroke: "var(--border)" }}
              tick={{ fill: "var(--muted-foreground)", fontSize: 12 }}
              minTickGap={16}
            />
            <YAxis
              width={56}
              tickLine={false}
              axisLine={false}
              allowDecimals={metric === "cost"}
              tick={{ fill: "var(--muted-foreground)", fontSize: 12 }}
              tickFormatter={(value: number) => write.axis(value, metric)}
            />
            <Tooltip
              cursor={{ fill: "var(--accent)", fillOpacity: 0.6 }}
              isAnimationActive={false}
              content={({ active, payload }) => {
                const [entry] = active ? (payload ?? []) : [];
                const hovered = report.buckets.find((each) => each === entry?.payload);
                return hovered ? (
                  <UsageTooltip id={id} title={nameOf(hovered)} bucket={hovered} series={series} metric={metric} />
                ) : null;
              }}
            />
            {series.map(({ key, label }, index) =>
              isStacked ? (
                <Bar
                  key={key}
                  stackId="all"
                  name={label}
                  dataKey={(each: Bucket) => toDrawn(valueIn(each.values[key], metric), metric)}
                  fill={`url(#${id}-${index})`}
                  shape={drawBar}
                  maxBarSize={48}
                  isAnimationActive={false}
                />
              ) : (
                <Line
                  key={key}
                  name={label}
                  dataKey={(each: Bucket) =>
                    each.values[key] ? toDrawn(valueIn(each.values[key], metric), metric) : null
                  }
                  stroke={colourOf(key, index)}
                  strokeWidth={2}
                  strokeDasharray={DASHES[index % DASHES.length]}
                  dot={false}
                  isAnimationActive={false}
                />
              ),
            )}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <ul aria-label={t("chart.legend")} className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground">
        {series.map(({ key, label }, index) => (
          <li key={key} className="flex min-w-0 items-center gap-1.5">
            <SeriesSwatch id={id} index={index} />
            <span className="truncate">{label}</span>
          </li>
        ))}
        {isRunning ? (
          <li className="flex items-center gap-1.5">
            <SeriesSwatch id={id} index={0} isPartial />
            {t("chart.running", { bucket: t(`bucketWords.${bucket}`) })}
          </li>
        ) : null}
        {metric === "cost" && report.totals.unpricedCount > 0 ? (
          <li className="flex items-center gap-1.5">
            <SmallHatch />
            {t("chart.unpriced", { count: report.totals.unpricedCount })}
          </li>
        ) : null}
      </ul>
    </Figure>
  );
}

function isPartialBucket(payload: unknown): boolean {
  return typeof payload === "object" && payload !== null && "isPartial" in payload && payload.isPartial === true;
}
