"use client";

import { useFormatter, useTranslations } from "use-intl";

/** 12,345 tokens as "12.3K"; the exact number stands in the tooltip and for screen readers. */
export function TokenCount({ value, isEstimated = false }: { value: number; isEstimated?: boolean }) {
  const t = useTranslations("states");
  const format = useFormatter();
  const exact = t("exactTokens", { count: value });
  return (
    <span className="tabular-nums" title={isEstimated ? `${exact}. ${t("estimatedHint")}` : exact}>
      <span aria-hidden>
        {isEstimated ? "≈ " : ""}
        {format.number(value, { notation: "compact", maximumFractionDigits: 1 })}
      </span>
      <span className="sr-only">{isEstimated ? `${exact} (${t("estimated")})` : exact}</span>
    </span>
  );
}
