import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface StatTileProps {
  label: string;
  value: ReactNode;
  /** A line under the figure: the unit, a comparison, an unpriced share. */
  hint?: ReactNode;
  /** A small picture at the bottom. */
  children?: ReactNode;
  className?: string;
}

/** One figure with its name. Put several inside a `<dl>` grid. */
export function StatTile({ label, value, hint, children, className }: StatTileProps) {
  return (
    <div data-slot="stat-tile" className={cn("flex min-w-0 flex-col gap-1 rounded-lg border bg-card p-4", className)}>
      <dt className="truncate text-xs text-muted-foreground">{label}</dt>
      <dd className="truncate text-xl leading-7 font-semibold tracking-tight tabular-nums">{value}</dd>
      {hint ? <dd className="text-xs text-muted-foreground">{hint}</dd> : null}
      {children ? <dd>{children}</dd> : null}
    </div>
  );
}
