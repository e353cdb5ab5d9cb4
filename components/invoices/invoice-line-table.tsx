"use client";

import { type ReactNode, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { SmallHatch } from "@/components/usage/small-hatch";
import { driftOf, type InvoiceLine } from "@/lib/contracts/invoice-check";
import { Drift } from "./drift";

const PAGE_LINES = 100;

/** Day by day and model by model: the vendor's figure above, ours below it. */
export function InvoiceLineTable({ lines }: { lines: InvoiceLine[] }) {
  const t = useTranslations("invoices");
  const format = useFormatter();
  const [shown, setShown] = useState(PAGE_LINES);
  const number = (count: number | null | undefined) =>
    count === null || count === undefined ? "–" : format.number(count);
  const money = (nano: string | null | undefined) =>
    nano === null || nano === undefined ? "–" : <Money nanoUsd={nano} />;
  return (
    <>
      <Table aria-label={t("lines")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("day")}</TableHead>
            <TableHead>{t("model")}</TableHead>
            <TableHead className="text-right">{t("inputTokens")}</TableHead>
            <TableHead className="text-right">{t("outputTokens")}</TableHead>
            <TableHead className="text-right">{t("cost")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {lines.slice(0, shown).map(({ day, model, vendor, metered }) => (
            <TableRow key={`${day} ${model ?? ""}`}>
              <TableCell className="tabular-nums">{day}</TableCell>
              <TableCell>
                <div className="max-w-64 truncate">{model === "" ? t("noModel") : (model ?? t("allModels"))}</div>
                <div className="text-xs text-muted-foreground">
                  {vendor === null ? t("onlyMetered") : metered === null ? t("onlyVendor") : null}
                </div>
                {metered && metered.unpricedCount + metered.estimatedCount > 0 ? (
                  <div className="flex items-center gap-1.5 text-xs text-muted-foreground">
                    <SmallHatch />
                    {t("unsure", { unpriced: metered.unpricedCount, estimated: metered.estimatedCount })}
                  </div>
                ) : null}
              </TableCell>
              <Pair
                vendor={number(vendor?.inputTokens)}
                metered={number(metered?.inputTokens)}
                drift={driftOf(vendor?.inputTokens ?? null, metered?.inputTokens ?? null)}
              />
              <Pair
                vendor={number(vendor?.outputTokens)}
                metered={number(metered?.outputTokens)}
                drift={driftOf(vendor?.outputTokens ?? null, metered?.outputTokens ?? null)}
              />
              <Pair
                vendor={money(vendor?.costNanoUsd)}
                metered={money(metered?.costNanoUsd)}
                drift={driftOf(vendor?.costNanoUsd ?? null, metered?.costNanoUsd ?? null)}
              />
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {lines.length > shown ? (
        <Button variant="outline" className="self-center" onClick={() => setShown(shown + PAGE_LINES)}>
          {t("showMore", { count: lines.length - shown })}
        </Button>
      ) : null}
    </>
  );
}

function Pair({ vendor, metered, drift }: { vendor: ReactNode; metered: ReactNode; drift: number | null }) {
  const t = useTranslations("invoices");
  return (
    <TableCell className="text-right tabular-nums">
      <div>
        <span className="sr-only">{t("vendor")}: </span>
        {vendor}
      </div>
      <div className="text-xs text-muted-foreground">
        <span className="sr-only">{t("metered")}: </span>
        {metered}
      </div>
      {drift === null ? null : (
        <div className="pt-0.5">
          <Drift value={drift} />
        </div>
      )}
    </TableCell>
  );
}
