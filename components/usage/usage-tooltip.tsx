"use client";

import { useTranslations } from "use-intl";
import type { UsageReport } from "@/lib/contracts/usage";
import { SeriesSwatch } from "./series-pattern";
import { isAdditive, valueIn } from "./usage-figures";
import type { UsageMetric } from "./usage-search";
import { useUsageFormat } from "./use-usage-format";

interface UsageTooltipProps {
  /** Of the chart's patterns. */
  id: string;
  title: string;
  bucket: UsageReport["buckets"][number];
  series: (UsageReport["series"][number] & { isUnpriced: boolean })[];
  metric: UsageMetric;
}

/** One bucket's values, those of nothing left out. */
export function UsageTooltip({ id, title, bucket, series, metric }: UsageTooltipProps) {
  const t = useTranslations("usage");
  const states = useTranslations("states");
  const write = useUsageFormat();
  const rows = series.map((each, index) => ({ ...each, index, value: valueIn(bucket.values[each.key], metric) }));
  const total = rows.reduce((sum, row) => sum + row.value, 0n);
  return (
    <div className="min-w-44 rounded-lg border bg-popover p-2.5 text-xs text-popover-foreground shadow-lg">
      <p className="pb-1.5 font-medium">{title}</p>
      <dl className="flex flex-col gap-1">
        {rows
          .filter((row) => row.value > 0n || (row.isUnpriced && bucket.values[row.key]))
          .map((row) => (
            <div key={row.key} className="flex items-center gap-2">
              <SeriesSwatch id={id} index={row.index} />
              <dt className="max-w-48 truncate text-muted-foreground">{row.label}</dt>
              <dd className="ml-auto pl-3 tabular-nums">
                {row.isUnpriced ? states("unpriced") : write.value(row.value, metric)}
              </dd>
            </div>
          ))}
        {isAdditive(metric) ? (
          <div className="flex items-center gap-2 border-t pt-1 font-medium">
            <dt>{t("total")}</dt>
            <dd className="ml-auto pl-3 tabular-nums">{write.value(total, metric)}</dd>
          </div>
        ) : null}
      </dl>
    </div>
  );
}
