"use client";

import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";
import type { TenantModelView } from "@/lib/contracts/tenant-model";
import { isFree, MAIN_UNITS, MORE_UNITS, mainPrices, quotePrice } from "./unit-price";
import { usePriceSource } from "./use-price-source";

/** What a model costs, in short; every unit and the source stand in the tooltip. An unknown price says so and is never $0. */
export function ModelPrice({ model }: { model: TenantModelView }) {
  const t = useTranslations("models.price");
  const states = useTranslations("states");
  const locale = useLocale();
  const sourceText = usePriceSource();
  const source = t("source", { source: sourceText(model.priceSource) });
  if (model.pricesPerMillion === null) {
    return (
      <Hint lines={[t("unpricedHint")]}>
        <Badge variant="warning">{states("unpriced")}</Badge>
      </Hint>
    );
  }
  if (isFree(model.pricesPerMillion)) {
    return (
      <Hint lines={[t("freeHint"), source]}>
        <Badge variant="neutral">{t("free")}</Badge>
      </Hint>
    );
  }
  const main = mainPrices(model, locale);
  const [first] = main;
  // Prices on different scales can't stand as one pair; the tooltip has them all.
  const shown = main.filter(({ scale }) => scale === first?.scale).slice(0, 2);
  const amounts =
    model.type === "llm"
      ? MAIN_UNITS.llm.map((unit) => main.find((price) => price.unit === unit)?.amount ?? "–")
      : shown.map(({ amount }) => amount);
  const lines = [...MAIN_UNITS[model.type], ...MORE_UNITS[model.type]].flatMap((unit) => {
    const quoted = quotePrice(unit, model.pricesPerMillion?.[unit] ?? "", locale);
    return quoted ? [`${t(`units.${unit}`)}: ${quoted.amount} ${t(`scales.${quoted.scale}`)}`] : [];
  });
  return (
    <Hint lines={[...lines, source]}>
      <span className="flex items-baseline gap-1.5 tabular-nums">
        <span>{amounts.join(" / ")}</span>
        {first ? <span className="text-xs text-muted-foreground">{t(`scales.${first.scale}`)}</span> : null}
      </span>
    </Hint>
  );
}

function Hint({ lines, children }: { lines: string[]; children: ReactNode }) {
  return (
    <Tooltip>
      <TooltipTrigger className="inline-flex min-h-6 items-center rounded-sm text-left outline-none focus-visible:ring-2 focus-visible:ring-ring">
        {children}
      </TooltipTrigger>
      <TooltipContent className="max-w-80">
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </TooltipContent>
    </Tooltip>
  );
}
