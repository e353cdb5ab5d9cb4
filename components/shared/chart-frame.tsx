"use client";

import type { ReactElement } from "react";
import { ResponsiveContainer } from "recharts";
import { cn } from "@/lib/cn";

/** Fits a recharts chart into its place, with the console's type. Give it a height: `className="h-44"`. */
export function ChartFrame({ className, children }: { className: string; children: ReactElement }) {
  return (
    <div
      data-slot="chart-frame"
      className={cn(
        "w-full text-xs tabular-nums [&_.recharts-cartesian-axis-tick-value]:fill-muted-foreground [&_.recharts-surface]:outline-none [&_.recharts-surface:focus-visible]:rounded-sm [&_.recharts-surface:focus-visible]:ring-2 [&_.recharts-surface:focus-visible]:ring-ring",
        className,
      )}
    >
      <ResponsiveContainer width="100%" height="100%">
        {children}
      </ResponsiveContainer>
    </div>
  );
}
