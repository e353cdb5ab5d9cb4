"use client";

import { useFormatter, useLocale, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { Table, TableBody, TableCell, TableFooter, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { AttemptView, RequestDetail } from "@/lib/contracts/request";
import { DetailSection } from "./detail-list";
import { formatPicoUsd } from "./format-pico-usd";
import { useUnitName } from "./use-unit-name";

/** Count × price = amount, line by line, for each attempt that was charged. */
export function CostReceipt({ request }: { request: RequestDetail }) {
  const t = useTranslations("requests.cost");
  const charged = request.attempts.filter((attempt) => attempt.costLines.length > 0 || attempt.costNanoUsd !== "0");
  return (
    <DetailSection title={t("title")}>
      {!request.isPriced && charged.length === 0 ? (
        <p className="flex flex-wrap items-center gap-2 text-[13px] text-muted-foreground">
          <Money nanoUsd={request.costNanoUsd} isPriced={false} />
          {t("unpriced")}
        </p>
      ) : charged.length === 0 ? (
        <p className="text-[13px] text-muted-foreground">{request.cacheHit ? t("cached") : t("none")}</p>
      ) : (
        charged.map((attempt) => <AttemptReceipt key={attempt.id} attempt={attempt} hasSiblings={charged.length > 1} />)
      )}
      {charged.length > 1 ? (
        <p className="flex justify-between text-[13px] font-medium">
          {t("whole")}
          <Money nanoUsd={request.costNanoUsd} isPriced={request.isPriced} isExact />
        </p>
      ) : null}
    </DetailSection>
  );
}

function AttemptReceipt({ attempt, hasSiblings }: { attempt: AttemptView; hasSiblings: boolean }) {
  const t = useTranslations("requests.cost");
  const format = useFormatter();
  const locale = useLocale();
  const unitName = useUnitName();
  const tiers = useTranslations("prices.tier");
  const name = hasSiblings ? t("attempt", { number: attempt.sequence }) : t("title");
  return (
    <div className="flex flex-col gap-1.5">
      {hasSiblings ? <h4 className="text-xs font-medium text-muted-foreground">{name}</h4> : null}
      <Table aria-label={name}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("unit")}</TableHead>
            <TableHead className="text-right">{t("count")}</TableHead>
            <TableHead className="text-right">{t("price")}</TableHead>
            <TableHead className="text-right">{t("amount")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {attempt.costLines.map((line) => (
            <TableRow key={line.unit}>
              <TableCell>{unitName(line.unit)}</TableCell>
              <TableCell className="text-right">
                {format.number(line.count)}
                {line.usedCount === null ? null : (
                  <span className="block text-xs text-muted-foreground">
                    {t("minimum", { used: format.number(line.usedCount) })}
                  </span>
                )}
              </TableCell>
              <TableCell className="text-right">
                ${line.pricePerMillion}
                {line.originalPerMillion !== null && attempt.pricing.original ? (
                  <span className="block text-xs text-muted-foreground">
                    {line.originalPerMillion} {attempt.pricing.original.currency}
                  </span>
                ) : null}
              </TableCell>
              <TableCell className="text-right">${formatPicoUsd(line.amountPicoUsd, locale)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
        <TableFooter>
          <TableRow>
            <TableCell colSpan={3}>{t("sum")}</TableCell>
            <TableCell className="text-right">
              <Money nanoUsd={attempt.costNanoUsd} isPriced={attempt.isPriced} isExact />
            </TableCell>
          </TableRow>
          {attempt.providerCostNanoUsd === null ? null : (
            <TableRow>
              <TableCell colSpan={3} className="font-normal text-muted-foreground">
                {t("reported")}
              </TableCell>
              <TableCell className="text-right font-normal">
                <Money nanoUsd={attempt.providerCostNanoUsd} isExact />
              </TableCell>
            </TableRow>
          )}
        </TableFooter>
      </Table>
      <p className="text-xs text-muted-foreground">
        {attempt.priceSource === null ? t("noSource") : t("source", { source: attempt.priceSource })}
        {attempt.isUsageEstimated ? ` ${t("estimated")}` : null}
        {attempt.pricing.isEstimate ? ` ${t("priceEstimated")}` : null}
        {attempt.pricing.original ? ` ${t("converted", attempt.pricing.original)}` : null}
        {attempt.pricing.serviceTier === "standard"
          ? null
          : ` ${t("servedAs", { tier: tiers(attempt.pricing.serviceTier) })}`}
        {attempt.pricing.tier && attempt.pricing.tier.inputTokensAbove > 0
          ? ` ${t("longInput", { tokens: format.number(attempt.pricing.tier.inputTokensAbove) })}`
          : null}
      </p>
    </div>
  );
}
