"use client";

import { useFormatter } from "use-intl";

interface ChartTooltipEntry {
  name?: string | number;
  value?: unknown;
  color?: string;
  dataKey?: unknown;
}

export interface ChartTooltipProps {
  /** Given by recharts. */
  active?: boolean;
  label?: string | number;
  payload?: readonly ChartTooltipEntry[];
  /** Draws a value; a plain number by default. */
  formatValue?: (value: unknown, seriesKey: string) => string;
}

/** The card that follows the pointer, or the arrow keys, over a chart: `<Tooltip content={<ChartTooltip />} />`. */
export function ChartTooltip({ active, label, payload = [], formatValue }: ChartTooltipProps) {
  const format = useFormatter();
  if (!active || payload.length === 0) return null;
  const draw = formatValue ?? ((value: unknown) => format.number(Number(value)));
  return (
    <div className="min-w-32 rounded-md border bg-popover px-2.5 py-2 text-xs text-popover-foreground shadow-md">
      <p className="pb-1 font-medium">{label}</p>
      <ul className="flex flex-col gap-0.5">
        {payload.map((entry) => (
          <li key={String(entry.dataKey)} className="flex items-center gap-2">
            <span className="size-2 shrink-0 rounded-[2px]" style={{ background: entry.color }} aria-hidden />
            <span className="flex-1 text-muted-foreground">{entry.name}</span>
            <span className="tabular-nums">{draw(entry.value, String(entry.dataKey))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
