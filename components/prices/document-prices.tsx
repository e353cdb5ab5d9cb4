"use client";

import { useFormatter, useTranslations } from "use-intl";
import { isPricedUnit } from "@/components/models/unit-price";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ServiceTier } from "@/lib/contracts/price";

export interface DocumentPricesProps {
  /** What the table is of, for a screen reader. */
  label: string;
  currency: string;
  base: Record<string, string>;
  tiers: readonly { serviceTier: ServiceTier; inputTokensAbove: number; prices: Record<string, string> }[];
  minimumUnits: Record<string, number>;
}

/** A price unit by unit, its tiers side by side; what a tier leaves out follows the base. */
export function DocumentPrices({ label, currency, base, tiers, minimumUnits }: DocumentPricesProps) {
  const t = useTranslations("prices");
  const units = useTranslations("models.price.units");
  const format = useFormatter();
  const rows = [...new Set([base, ...tiers.map(({ prices }) => prices)].flatMap(Object.keys))];
  const nameOf = (unit: string) => (isPricedUnit(unit) ? units(unit) : unit);
  return (
    <div className="flex flex-col gap-1.5">
      <Table aria-label={label}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("sheet.unit", { currency })}</TableHead>
            <TableHead className="text-right">{t("tier.base")}</TableHead>
            {tiers.map((tier) => (
              <TableHead key={`${tier.serviceTier} ${tier.inputTokensAbove}`} className="text-right whitespace-normal">
                {tier.serviceTier === "standard" ? null : t(`tier.${tier.serviceTier}`)}
                {tier.serviceTier !== "standard" && tier.inputTokensAbove > 0 ? ", " : null}
                {tier.inputTokensAbove > 0 ? t("tier.above", { tokens: format.number(tier.inputTokensAbove) }) : null}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((unit) => (
            <TableRow key={unit}>
              <TableCell>{nameOf(unit)}</TableCell>
              <TableCell className="text-right tabular-nums">{base[unit] ?? "–"}</TableCell>
              {tiers.map((tier) => (
                <TableCell key={`${tier.serviceTier} ${tier.inputTokensAbove}`} className="text-right tabular-nums">
                  {tier.prices[unit] ?? "–"}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {Object.entries(minimumUnits).map(([unit, count]) => (
        <p key={unit} className="text-xs text-muted-foreground">
          {t("sheet.minimum", { unit: nameOf(unit), count: format.number(count) })}
        </p>
      ))}
    </div>
  );
}
