"use client";

import { useFormatter, useLocale, useTranslations } from "use-intl";
import { roundNanoUsd } from "@/components/shared/round-nano-usd";
import { ALERT_UNITS, type AlertMetric } from "@/lib/contracts/alert";
import { formatNanoUsd } from "@/lib/contracts/money";

/** How figures, spans and conditions of alerts read. */
export function useAlertFormat() {
  const t = useTranslations("alerts");
  const format = useFormatter();
  const locale = useLocale();
  const value = (metric: AlertMetric, amount: string): string => {
    switch (ALERT_UNITS[metric]) {
      case "nano_usd":
        return `$${formatNanoUsd(roundNanoUsd(BigInt(amount)), locale)}`;
      case "basis_points":
        return format.number(Number(amount) / 10_000, { style: "percent", maximumFractionDigits: 2 });
      case "milliseconds":
        return t("milliseconds", { count: Number(amount) });
      case "count":
        return format.number(Number(amount));
    }
  };
  const span = (minutes: number): string => {
    if (minutes === 0) return t("none");
    if (minutes % 1440 === 0) return t("days", { count: minutes / 1440 });
    if (minutes % 60 === 0) return t("hours", { count: minutes / 60 });
    return t("minutes", { count: minutes });
  };
  return { value, span };
}
