"use client";

import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useTranslations } from "use-intl";
import { Figure } from "@/components/shared/figure";
import { Money } from "@/components/shared/money";
import type { ProcessorView } from "@/lib/contracts/processor";

const NANO_PER_USD = 1e9;

interface Pair {
  name: string;
  estimate: bigint;
  actual: bigint;
}

/** Those of which both are known. */
function pairsOf(processors: readonly ProcessorView[]): Pair[] {
  return processors.flatMap(({ name, estimate: { lowNanoUsd, highNanoUsd }, requestCount7d, costNanoUsd7d }) =>
    lowNanoUsd === null || highNanoUsd === null || requestCount7d === 0
      ? []
      : [
          {
            name,
            estimate: (BigInt(lowNanoUsd) + BigInt(highNanoUsd)) / 2n,
            actual: BigInt(costNanoUsd7d) / BigInt(requestCount7d),
          },
        ],
  );
}

/** Paired bars: what a run was expected to cost, and what one did. */
export function CostChart({ processors }: { processors: readonly ProcessorView[] }) {
  const t = useTranslations("configuration.processors");
  const pairs = pairsOf(processors);
  if (pairs.length === 0) return null;
  const data = pairs.map(({ name, estimate, actual }) => ({
    name,
    estimate: Number(estimate) / NANO_PER_USD,
    actual: Number(actual) / NANO_PER_USD,
  }));
  return (
    <Figure
      title={t("chart")}
      summary={t("chartText")}
      table={{
        columns: [t("name"), t("chartEstimate"), t("chartActual")],
        rows: pairs.map(({ name, estimate, actual }) => ({
          key: name,
          cells: [name, <Money key="estimate" nanoUsd={estimate} />, <Money key="actual" nanoUsd={actual} />],
        })),
      }}
    >
      <div className="h-56">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={data} accessibilityLayer>
            <CartesianGrid vertical={false} stroke="var(--border)" />
            <XAxis dataKey="name" tickLine={false} axisLine={false} fontSize={12} />
            <YAxis tickLine={false} axisLine={false} fontSize={12} width={72} />
            <Tooltip />
            <Legend />
            <Bar dataKey="estimate" name={t("chartEstimate")} fill="var(--chart-1)" isAnimationActive={false} />
            <Bar dataKey="actual" name={t("chartActual")} fill="var(--chart-2)" isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </Figure>
  );
}
