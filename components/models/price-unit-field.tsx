"use client";

import { useLocale, useTranslations } from "use-intl";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { isPricedUnit, quotePrice } from "./unit-price";

export interface PriceUnitFieldProps {
  unit: string;
  value: string;
  isFaulty: boolean;
  onChange: (text: string) => void;
}

/** The price of one unit; where people quote it on another scale, that figure stands beside. */
export function PriceUnitField({ unit, value, isFaulty, onChange }: PriceUnitFieldProps) {
  const t = useTranslations("models");
  const locale = useLocale();
  const id = `price-${unit}`;
  const quoted = quotePrice(unit, value, locale);
  const kind = unit === "audioMs" || unit === "searches" || unit === "characters" ? unit : "tokens";
  const isRescaled = unit === "audioMs" || unit === "searches";
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{isPricedUnit(unit) ? t(`price.units.${unit}`) : unit}</Label>
      <div className="relative">
        <span aria-hidden className="absolute top-1.5 left-2.5 text-muted-foreground">
          $
        </span>
        <Input
          id={id}
          value={value}
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={isFaulty || undefined}
          aria-describedby={`${id}-help`}
          className="pl-6 tabular-nums"
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      <p id={`${id}-help`} className={isFaulty ? "text-xs text-danger" : "text-xs text-muted-foreground"}>
        {isFaulty
          ? t("priceDialog.invalid")
          : `${t(`priceDialog.unitHelp.${kind}`)}${
              quoted && isRescaled
                ? ` ${t("priceDialog.equals", { amount: quoted.amount, scale: t(`price.scales.${quoted.scale}`) })}`
                : ""
            }`}
      </p>
    </div>
  );
}
