"use client";

import { ArrowDownRight, ArrowRight, ArrowUpRight } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";

interface DeltaProps {
  current: number | null;
  previous: number | null;
  /** "points" for figures that are shares themselves. */
  unit?: "percent" | "points";
}

/** How a figure moved against the period before; nothing to compare with is said, not drawn as 0 %. */
export function Delta({ current, previous, unit = "percent" }: DeltaProps) {
  const t = useTranslations("usage");
  const states = useTranslations("states");
  const format = useFormatter();
  if (current === null || previous === null || (unit === "percent" && previous === 0)) {
    return <span>{t("noPrevious")}</span>;
  }
  const change = unit === "points" ? current - previous : (current - previous) / previous;
  const isFlat = Math.abs(change) < 0.0005;
  const Icon = isFlat ? ArrowRight : change > 0 ? ArrowUpRight : ArrowDownRight;
  const amount =
    unit === "points"
      ? t("points", { points: format.number(change * 100, { signDisplay: "exceptZero", maximumFractionDigits: 1 }) })
      : format.number(change, { style: "percent", signDisplay: "exceptZero", maximumFractionDigits: 1 });
  return (
    <span className="inline-flex items-center gap-1 tabular-nums" title={states("change", { change: amount })}>
      <Icon className="size-3.5" aria-hidden />
      <span aria-hidden>{amount}</span>
      <span className="sr-only">{states("change", { change: amount })}</span>
    </span>
  );
}
