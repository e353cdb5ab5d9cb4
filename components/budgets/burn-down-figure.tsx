"use client";

import { useQuery } from "@tanstack/react-query";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { useFormatter, useTranslations } from "use-intl";
import { ChartFrame } from "@/components/shared/chart-frame";
import { ErrorState } from "@/components/shared/error-state";
import { Figure } from "@/components/shared/figure";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useTRPC } from "@/components/trpc/client";
import type { BudgetView, BurnDown } from "@/lib/contracts/budget";
import { formatNanoUsd } from "@/lib/contracts/money";

type Point = BurnDown["points"][number];

/** Charts draw floating point numbers; the table beside them holds the exact ones. */
const drawn = (nano: string | null) => (nano === null ? null : Number(nano) / 1e9);

/** What was spent in the running window, and the band in which it is heading for its end. */
export function BurnDownFigure({ budget }: { budget: BudgetView }) {
  const t = useTranslations("budgets");
  const states = useTranslations("states");
  const format = useFormatter();
  const trpc = useTRPC();
  const report = useQuery(trpc.budgets.burnDown.queryOptions({ id: budget.id }));
  if (report.isPending) return <TableSkeleton label={states("loading")} />;
  if (report.isError) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  const { points, timeZone } = report.data;
  const when = (date: Date) => format.dateTime(date, { timeZone, dateStyle: "short", timeStyle: "short" });
  const usd = (nano: string | null) => (nano === null ? "" : `$${formatNanoUsd(nano)}`);
  const summary = t("burnSummary", {
    spent: usd(report.data.budget.spentNanoUsd),
    limit: usd(report.data.budget.limitNanoUsd),
    reset: when(report.data.budget.resetsAt),
    zone: timeZone,
  });
  const tick = { fill: "var(--muted-foreground)", fontSize: 12 };
  return (
    <Figure
      title={t("burnTitle", { name: budget.name })}
      summary={summary}
      table={{
        columns: [t("time"), t("spent"), t("low"), t("high")],
        rows: points.map((point) => ({
          key: point.at.toISOString(),
          cells: [when(point.at), usd(point.spentNanoUsd), usd(point.lowNanoUsd), usd(point.highNanoUsd)],
        })),
      }}
    >
      <ChartFrame className="h-56">
        <ComposedChart data={points} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} title={summary}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis
            dataKey={(point: Point) => when(point.at)}
            tickLine={false}
            axisLine={{ stroke: "var(--border)" }}
            tick={tick}
            minTickGap={32}
          />
          <YAxis
            width={64}
            tickLine={false}
            axisLine={false}
            tick={tick}
            domain={[0, (most: number) => Math.max(most, (drawn(budget.limitNanoUsd) ?? 0) * 1.05)]}
            tickFormatter={(value: number) => format.number(value, { style: "currency", currency: "USD" })}
          />
          <Tooltip
            isAnimationActive={false}
            contentStyle={{ background: "var(--popover)", borderColor: "var(--border)", borderRadius: 8 }}
          />
          <ReferenceLine
            y={drawn(budget.limitNanoUsd) ?? 0}
            stroke="var(--danger)"
            strokeDasharray="6 4"
            label={{ value: t("limit"), position: "insideTopRight", fill: "var(--muted-foreground)", fontSize: 12 }}
          />
          <Area
            dataKey={(point: Point) =>
              point.lowNanoUsd === null ? null : [drawn(point.lowNanoUsd), drawn(point.highNanoUsd)]
            }
            name={t("band")}
            fill="var(--chart-1)"
            fillOpacity={0.2}
            stroke="none"
            isAnimationActive={false}
          />
          <Line
            dataKey={(point: Point) => drawn(point.spentNanoUsd)}
            name={t("spent")}
            stroke="var(--chart-1)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ChartFrame>
    </Figure>
  );
}
