"use client";

import { useLocale, useTranslations } from "use-intl";
import { isFree, mainPrices } from "@/components/models/unit-price";
import { Badge } from "@/components/ui/badge";
import type { PriceBookEntry } from "@/lib/contracts/price-book";

/** A model's price in short. An unknown price says so and is never $0. */
export function PriceSummary({ entry }: { entry: Pick<PriceBookEntry, "type" | "pricesPerMillion"> }) {
  const t = useTranslations("models.price");
  const states = useTranslations("states");
  const locale = useLocale();
  if (entry.pricesPerMillion === null) return <Badge variant="warning">{states("unpriced")}</Badge>;
  if (isFree(entry.pricesPerMillion)) return <Badge variant="neutral">{t("free")}</Badge>;
  const main = mainPrices(entry, locale);
  const [first] = main;
  const shown = main.filter(({ scale }) => scale === first?.scale).slice(0, 2);
  return (
    <span className="flex items-baseline gap-1.5 tabular-nums">
      <span>{shown.map(({ amount }) => amount).join(" / ")}</span>
      {first ? <span className="text-xs text-muted-foreground">{t(`scales.${first.scale}`)}</span> : null}
    </span>
  );
}
