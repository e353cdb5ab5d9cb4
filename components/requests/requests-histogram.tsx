"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Figure } from "@/components/shared/figure";
import { useTRPC } from "@/components/trpc/client";
import { useUsageFormat } from "@/components/usage/use-usage-format";
import { cn } from "@/lib/cn";
import type { RequestFilters, RequestHistogram } from "@/lib/contracts/request";

interface RequestsHistogramProps {
  filters: RequestFilters;
  onRange: (span: { from: Date; to: Date }) => void;
}

/** Requests over time above the list; dragging over bars narrows the range to them. The range picker does the same without a pointer. */
export function RequestsHistogram({ filters, onRange }: RequestsHistogramProps) {
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.requests.histogram.queryOptions(filters), placeholderData: keepPreviousData });
  const total = data?.bars.reduce((sum, bar) => sum + bar.requestCount, 0) ?? 0;
  if (!data || total === 0) return null;
  return (
    <div className="pb-4">
      <HistogramFigure histogram={data} total={total} onRange={onRange} />
    </div>
  );
}

interface HistogramFigureProps {
  histogram: RequestHistogram;
  total: number;
  onRange: (span: { from: Date; to: Date }) => void;
}

function HistogramFigure({ histogram: { bars, bucket, timeZone }, total, onRange }: HistogramFigureProps) {
  const t = useTranslations("requests.histogram");
  const format = useFormatter();
  const write = useUsageFormat();
  const [drag, setDrag] = useState<{ first: number; last: number } | null>(null);
  const highest = Math.max(...bars.map((bar) => bar.requestCount));
  const errors = bars.reduce((sum, bar) => sum + bar.errorCount, 0);
  const isChosen = (index: number) =>
    drag !== null && index >= Math.min(drag.first, drag.last) && index <= Math.max(drag.first, drag.last);
  const finish = () => {
    if (!drag) return;
    const from = bars[Math.min(drag.first, drag.last)]?.start;
    const to = bars[Math.max(drag.first, drag.last)]?.end;
    setDrag(null);
    if (from && to) onRange({ from, to });
  };
  return (
    <Figure
      title={t("title")}
      summary={t("summary", { total, errors, zone: timeZone })}
      table={{
        columns: [t("time"), t("succeeded"), t("failed")],
        rows: bars.map((bar) => ({
          key: bar.start.toISOString(),
          cells: [
            write.bucket(bar.start, bucket),
            format.number(bar.requestCount - bar.errorCount),
            format.number(bar.errorCount),
          ],
        })),
      }}
    >
      <div
        aria-hidden
        className="flex h-16 touch-none items-stretch gap-px select-none"
        onPointerUp={finish}
        onPointerLeave={() => setDrag(null)}
      >
        {bars.map((bar, index) => (
          <div
            key={bar.start.toISOString()}
            title={t("bar", {
              time: write.bucket(bar.start, bucket),
              total: bar.requestCount,
              errors: bar.errorCount,
            })}
            onPointerDown={(event) => {
              // Touch would keep the pointer on the first bar.
              event.currentTarget.releasePointerCapture(event.pointerId);
              setDrag({ first: index, last: index });
            }}
            onPointerEnter={() => setDrag((now) => (now ? { ...now, last: index } : now))}
            className={cn(
              "flex min-w-0 flex-1 cursor-col-resize flex-col justify-end rounded-[2px] hover:bg-accent",
              isChosen(index) && "bg-primary-soft",
            )}
          >
            <span style={{ height: `${(bar.errorCount / highest) * 100}%`, background: "var(--chart-6)" }} />
            <span
              style={{
                height: `${((bar.requestCount - bar.errorCount) / highest) * 100}%`,
                background: "var(--chart-1)",
              }}
            />
          </div>
        ))}
      </div>
    </Figure>
  );
}
