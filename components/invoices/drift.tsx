"use client";

import { useFormatter } from "use-intl";
import { StatusBadge } from "@/components/shared/status-badge";

const SMALL = 0.005;
const LARGE = 0.05;

/** A difference in per cent of the vendor's figure: within half a per cent it is taken for the same, from five on it needs a look. */
export function Drift({ value }: { value: number | null }) {
  const format = useFormatter();
  if (value === null) return <span className="text-muted-foreground">–</span>;
  const size = Math.abs(value);
  const text = format.number(value, { style: "percent", maximumFractionDigits: 2, signDisplay: "exceptZero" });
  return <StatusBadge tone={size <= SMALL ? "success" : size < LARGE ? "warning" : "danger"}>{text}</StatusBadge>;
}
