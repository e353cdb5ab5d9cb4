"use client";

import { useLocale, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { formatNanoUsd } from "@/lib/contracts/money";
import { roundNanoUsd } from "./round-nano-usd";

export interface MoneyProps {
  nanoUsd: bigint | string;
  /** False shows "Unpriced": a cost that is not known is never drawn as $0. */
  isPriced?: boolean;
  /** All nine digits instead of a rounded figure. */
  isExact?: boolean;
}

/** An amount in USD; the exact one stands in its tooltip. */
export function Money({ nanoUsd, isPriced = true, isExact = false }: MoneyProps) {
  const locale = useLocale();
  const t = useTranslations("states");
  if (!isPriced) {
    return (
      <Badge variant="warning" title={t("unpricedHint")}>
        {t("unpriced")}
      </Badge>
    );
  }
  const exact = `$${formatNanoUsd(nanoUsd, locale)}`;
  const shown = isExact ? exact : `$${withCents(formatNanoUsd(roundNanoUsd(BigInt(nanoUsd)), locale))}`;
  return (
    <span className="tabular-nums" title={exact}>
      {shown}
    </span>
  );
}

function withCents(amount: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}
