"use client";

import { useFormatter, useTranslations } from "use-intl";
import { useNow } from "@/components/shared/use-now";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { cn } from "@/lib/cn";
import type { HealthSample } from "@/lib/contracts/provider-health";
import { type AvailabilityCell, type CellState, readAvailability } from "./read-availability";

/** The worse, the taller: colour only repeats it. */
const LOOKS: Record<CellState, { className: string; height: number }> = {
  idle: { className: "fill-border", height: 2 },
  good: { className: "fill-success", height: 8 },
  impaired: { className: "fill-warning", height: 14 },
  bad: { className: "fill-danger", height: 20 },
};
const HEIGHT = 20;
const STEP = 4;

/** The last 24 hours of a config, a cell for each quarter of an hour, with the same in words and as a table. */
export function AvailabilityStrip({ name, samples }: { name: string; samples: readonly HealthSample[] }) {
  const t = useTranslations("providers.availability");
  const format = useFormatter();
  const { cells, answeredPerMille, incidents } = readAvailability(samples, useNow());
  const summary =
    answeredPerMille === null
      ? t("noCalls")
      : t("summary", {
          share: format.number(answeredPerMille / 1_000, { style: "percent", minimumFractionDigits: 1 }),
          incidents,
        });
  return (
    <div className="flex flex-col gap-1 border-t px-4 py-3 text-xs">
      <svg
        role="img"
        aria-label={summary}
        viewBox={`0 0 ${cells.length * STEP - 1} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-5 w-full"
      >
        {cells.map(({ startsAt, state }, index) => (
          <rect
            key={startsAt.getTime()}
            x={index * STEP}
            y={HEIGHT - LOOKS[state].height}
            width={STEP - 1}
            height={LOOKS[state].height}
            className={LOOKS[state].className}
          />
        ))}
      </svg>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-muted-foreground">
        <span>{t("span")}</span>
        {answeredPerMille === null ? (
          <span>{summary}</span>
        ) : (
          <Popover>
            <PopoverTrigger
              aria-label={t("details", { name, summary })}
              className={cn(
                "rounded-sm py-0.5 tabular-nums underline-offset-2 hover:underline",
                incidents > 0 && "text-foreground",
              )}
            >
              {summary}
            </PopoverTrigger>
            <PopoverContent
              align="end"
              className="max-h-80 w-96 max-w-[90vw] overflow-y-auto"
              aria-label={t("title", { name })}
            >
              <QuarterTable label={t("title", { name })} cells={cells} />
            </PopoverContent>
          </Popover>
        )}
      </div>
    </div>
  );
}

function QuarterTable({ label, cells }: { label: string; cells: readonly AvailabilityCell[] }) {
  const t = useTranslations("providers.availability");
  const format = useFormatter();
  return (
    <Table aria-label={label}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("from")}</TableHead>
          <TableHead>{t("state")}</TableHead>
          <TableHead className="text-right">{t("answered")}</TableHead>
          <TableHead className="text-right">{t("failed")}</TableHead>
          <TableHead className="text-right">{t("median")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {cells.toReversed().map(({ startsAt, state, sample }) =>
          sample === null ? null : (
            <TableRow key={startsAt.getTime()}>
              <TableCell>{format.dateTime(startsAt, { hour: "2-digit", minute: "2-digit" })}</TableCell>
              <TableCell>{t(`states.${state}`)}</TableCell>
              <TableCell className="text-right">{format.number(sample.answered)}</TableCell>
              <TableCell className="text-right">{format.number(sample.failed)}</TableCell>
              <TableCell className="text-right">
                {sample.medianLatencyMs === null ? "–" : t("milliseconds", { ms: sample.medianLatencyMs })}
              </TableCell>
            </TableRow>
          ),
        )}
      </TableBody>
    </Table>
  );
}
