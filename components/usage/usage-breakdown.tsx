"use client";

import { ListFilter } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { TokenCount } from "@/components/shared/token-count";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { UsageGroup, UsageInput, UsageReport } from "@/lib/contracts/usage";
import { Delta } from "./delta";
import { isAdditive, NONE_KEY, toDrawn, valueIn } from "./usage-figures";
import { GROUP_FILTERS, type UsageFilter, type UsageMetric } from "./usage-search";
import { useUsageFormat } from "./use-usage-format";

/** The filter of the requests page that shows a group's requests; some groups have none. */
const FILTERS: Partial<Record<UsageGroup, string>> = {
  ...GROUP_FILTERS,
  model_type: "modelType",
  status: "status",
  source: "source",
};
/** Those that narrow the report itself. */
const NARROWING: Partial<Record<UsageGroup, UsageFilter>> = GROUP_FILTERS;

interface UsageBreakdownProps {
  report: UsageReport;
  input: Pick<UsageInput, "from" | "to" | "groupBy">;
  metric: UsageMetric;
  /** Whether the period before stands beside each group. */
  isCompared: boolean;
  onFilter: (name: UsageFilter, key: string) => void;
}

/** One row per group, the largest by the metric first; each leads to its requests. */
export function UsageBreakdown({
  report,
  input: { from, to, groupBy },
  metric,
  isCompared,
  onFilter,
}: UsageBreakdownProps) {
  const t = useTranslations("usage");
  const format = useFormatter();
  const write = useUsageFormat();
  const path = useTenantPath();
  const rows = report.breakdown
    .map((row) => ({ ...row, value: valueIn(row, metric) }))
    .sort((a, b) => (a.value === b.value ? b.requestCount - a.requestCount : a.value < b.value ? 1 : -1));
  const total = rows.reduce((sum, row) => sum + row.value, 0n);
  const hrefOf = (key: string) => {
    const filter = FILTERS[groupBy];
    if (!filter || key === NONE_KEY) return null;
    const search = new URLSearchParams({
      range: "custom",
      from: from.toISOString(),
      to: to.toISOString(),
      [filter]: key,
    });
    return `${path("/requests")}?${search}`;
  };
  const narrows = NARROWING[groupBy];
  const share = (value: bigint) => (total === 0n ? 0 : Number((value * 1_000_000n) / total) / 1_000_000);
  const heading = t("breakdown.title", { group: t(`groupWords.${groupBy}`) });
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-sm font-semibold">{heading}</h2>
      <Table aria-label={heading}>
        <TableHeader>
          <TableRow>
            <TableHead>{t(`groups.${groupBy}`)}</TableHead>
            {isAdditive(metric) ? (
              <TableHead>{t("breakdown.share", { metric: t(`metricWords.${metric}`) })}</TableHead>
            ) : null}
            {isCompared ? <TableHead>{t("breakdown.change")}</TableHead> : null}
            <TableHead className="text-right">{t("metrics.requests")}</TableHead>
            <TableHead className="text-right">{t("metrics.errors")}</TableHead>
            <TableHead className="text-right">{t("breakdown.tokensIn")}</TableHead>
            <TableHead className="text-right">{t("breakdown.tokensOut")}</TableHead>
            <TableHead className="text-right">{t("metrics.cost")}</TableHead>
            <TableHead className="text-right">{t("breakdown.latency")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((row) => {
            const href = hrefOf(row.key);
            const name = write.group(row.key, row.label, groupBy);
            return (
              <TableRow key={row.key}>
                <TableCell className="max-w-64 truncate font-medium" title={name}>
                  {href ? (
                    <Link
                      href={href}
                      className="rounded-sm underline-offset-4 hover:underline focus-visible:ring-2 focus-visible:ring-ring focus-visible:outline-none"
                    >
                      {name}
                      <span className="sr-only">: {t("breakdown.open")}</span>
                    </Link>
                  ) : (
                    name
                  )}
                  {narrows && row.key !== NONE_KEY ? (
                    <Button
                      variant="ghost"
                      size="icon"
                      className="ml-1 size-6 align-middle text-muted-foreground"
                      aria-label={t("breakdown.filter", { group: name })}
                      title={t("breakdown.filter", { group: name })}
                      onClick={() => onFilter(narrows, row.key)}
                    >
                      <ListFilter className="size-3.5" aria-hidden />
                    </Button>
                  ) : null}
                </TableCell>
                {isAdditive(metric) ? (
                  <TableCell className="w-48">
                    <span className="flex items-center gap-2">
                      <span className="h-1.5 w-24 overflow-hidden rounded-full bg-secondary" aria-hidden>
                        <span
                          className="block h-full rounded-full bg-primary"
                          style={{ width: `${share(row.value) * 100}%` }}
                        />
                      </span>
                      {format.number(share(row.value), { style: "percent", maximumFractionDigits: 1 })}
                    </span>
                  </TableCell>
                ) : null}
                {isCompared ? (
                  <TableCell className="text-xs text-muted-foreground">
                    <Delta
                      current={toDrawn(row.value, metric)}
                      previous={row.previous ? toDrawn(valueIn(row.previous, metric), metric) : null}
                    />
                  </TableCell>
                ) : null}
                <TableCell className="text-right">{format.number(row.requestCount)}</TableCell>
                <TableCell className="text-right">{format.number(row.errorCount)}</TableCell>
                <TableCell className="text-right">
                  <TokenCount value={row.promptTokens} />
                </TableCell>
                <TableCell className="text-right">
                  <TokenCount value={row.completionTokens} />
                </TableCell>
                <TableCell className="text-right">
                  <span className="inline-flex items-center justify-end gap-1.5">
                    {row.unpricedCount > 0 && row.unpricedCount < row.requestCount ? (
                      <Badge variant="warning">{t("breakdown.unpriced", { count: row.unpricedCount })}</Badge>
                    ) : null}
                    <Money nanoUsd={row.costNanoUsd} isPriced={row.unpricedCount < row.requestCount} />
                  </span>
                </TableCell>
                <TableCell className="text-right">
                  {row.p95LatencyMs === null ? "–" : t("tiles.milliseconds", { ms: format.number(row.p95LatencyMs) })}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </section>
  );
}
