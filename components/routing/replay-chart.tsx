"use client";

import { Bar, BarChart, CartesianGrid, Legend, Tooltip, XAxis, YAxis } from "recharts";
import { useFormatter, useTranslations } from "use-intl";
import { ChartFrame } from "@/components/shared/chart-frame";
import { Figure } from "@/components/shared/figure";
import { Money } from "@/components/shared/money";
import type { ReplayResult } from "@/lib/contracts/route-question";

const NANO_PER_USD = 1e9;
/** More bars than these can't be told apart; the table has all. */
const MOST_BARS = 8;

/** Paired bars: what each group of requests cost, and what it would have cost. */
export function ReplayChart({
  title,
  column,
  groups,
}: {
  title: string;
  column: string;
  groups: ReplayResult["byTask"];
}) {
  const t = useTranslations("routing");
  const format = useFormatter();
  if (groups.length === 0) return null;
  const usd = (value: unknown) =>
    format.number(Number(value), { style: "currency", currency: "USD", maximumSignificantDigits: 3 });
  const data = groups.slice(0, MOST_BARS).map(({ key, costBeforeNanoUsd, costAfterNanoUsd }) => ({
    name: key || t("noTask"),
    before: Number(costBeforeNanoUsd) / NANO_PER_USD,
    after: Number(costAfterNanoUsd) / NANO_PER_USD,
  }));
  return (
    <Figure
      title={title}
      summary={t("chartText", { shown: data.length, all: groups.length })}
      table={{
        columns: [column, t("requests"), t("before"), t("after")],
        rows: groups.map(({ key, requestCount, costBeforeNanoUsd, costAfterNanoUsd }) => ({
          key,
          cells: [
            key || t("noTask"),
            format.number(requestCount),
            <Money key="before" nanoUsd={costBeforeNanoUsd} />,
            <Money key="after" nanoUsd={costAfterNanoUsd} />,
          ],
        })),
      }}
    >
      <ChartFrame className="h-64">
        <BarChart data={data} layout="vertical" accessibilityLayer margin={{ left: 8, right: 16 }}>
          <CartesianGrid horizontal={false} stroke="var(--border)" />
          <XAxis type="number" tickLine={false} axisLine={false} tickFormatter={usd} />
          <YAxis type="category" dataKey="name" tickLine={false} axisLine={false} width={130} />
          <Tooltip
            formatter={usd}
            cursor={{ fill: "var(--muted)" }}
            contentStyle={{
              background: "var(--popover)",
              borderColor: "var(--border)",
              color: "var(--popover-foreground)",
            }}
          />
          <Legend />
          <Bar dataKey="before" name={t("before")} fill="var(--chart-1)" isAnimationActive={false} />
          <Bar dataKey="after" name={t("after")} fill="var(--chart-2)" isAnimationActive={false} />
        </BarChart>
      </ChartFrame>
    </Figure>
  );
}
