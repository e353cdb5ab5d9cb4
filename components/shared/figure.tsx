"use client";

import { ChartColumn, Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";

export interface FigureProps {
  /** A sentence: "Spend by model, last 7 days". */
  title: string;
  /** What the picture says, in words: highest, lowest, sum, zone. Stands under the title. */
  summary: string;
  /** The same figures as a table. Cells are already formatted; all but the first column are set right. */
  table: { columns: string[]; rows: { key: string; cells: ReactNode[] }[] };
  /** The chart. Give it a fixed height. */
  children: ReactNode;
  /** Between title and toggle, such as a metric switch. */
  actions?: ReactNode;
}

/** The frame of every chart: title, summary, and the same figures as a table on demand. */
export function Figure({ title, summary, table, children, actions }: FigureProps) {
  const t = useTranslations("states");
  const titleId = useId();
  const summaryId = useId();
  const [isTable, setIsTable] = useState(false);
  const label = isTable ? t("viewAsChart") : t("viewAsTable");
  return (
    <figure
      aria-labelledby={titleId}
      aria-describedby={summaryId}
      className="flex flex-col gap-3 rounded-lg border bg-card p-4"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <figcaption className="flex min-w-0 flex-col gap-0.5">
          <span id={titleId} className="text-sm font-semibold">
            {title}
          </span>
          <span id={summaryId} className="text-xs text-muted-foreground">
            {summary}
          </span>
        </figcaption>
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          {actions}
          <Button variant="ghost" size="sm" aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
            {isTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
            {label}
          </Button>
        </div>
      </div>
      {isTable ? <FigureTable label={title} {...table} /> : children}
    </figure>
  );
}

function FigureTable({ label, columns, rows }: FigureProps["table"] & { label: string }) {
  return (
    <Table aria-label={label}>
      <TableHeader>
        <TableRow>
          {columns.map((column, index) => (
            <TableHead key={column} className={index > 0 ? "text-right" : undefined}>
              {column}
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.key}>
            {row.cells.map((cell, index) => (
              <TableCell key={columns[index] ?? index} className={index > 0 ? "text-right" : undefined}>
                {cell}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
