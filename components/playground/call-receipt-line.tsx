"use client";

import { ArrowUpRight, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useUnitName } from "@/components/requests/use-unit-name";
import { Money } from "@/components/shared/money";
import { TokenCount } from "@/components/shared/token-count";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import type { CallReceipt } from "@/lib/contracts/playground";

/** What speech, transcription and rerank vendors count in place of tokens. */
const OTHER_UNITS = ["characters", "audioMs", "searches"] as const;

/** What one call used and cost, from the same ledger as the usage page. */
export function CallReceiptLine({ receipt }: { receipt: CallReceipt }) {
  const t = useTranslations("playground.receipt");
  const format = useFormatter();
  const provider =
    receipt.providerConfigName === receipt.provider
      ? receipt.provider
      : `${receipt.provider} · ${receipt.providerConfigName}`;
  const unitName = useUnitName();
  const milliseconds = (ms: number) => t("milliseconds", { ms: format.number(ms) });
  return (
    <div className="flex flex-col gap-1.5 text-xs text-muted-foreground">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <dl className="contents">
          <Entry name={t("model")}>{receipt.model}</Entry>
          <Entry name={t("provider")}>{provider}</Entry>
          {receipt.inputTokens + receipt.outputTokens > 0 ? (
            <>
              <Entry name={t("in")}>
                <TokenCount value={receipt.inputTokens} isEstimated={receipt.isUsageEstimated} />
              </Entry>
              <Entry name={t("out")}>
                <TokenCount value={receipt.outputTokens} isEstimated={receipt.isUsageEstimated} />
              </Entry>
            </>
          ) : null}
          {OTHER_UNITS.map((unit) => {
            const count = receipt.usage[unit];
            return count ? (
              <Entry key={unit} name={unitName(unit)}>
                {format.number(count)}
              </Entry>
            ) : null;
          })}
          <Entry name={t("cost")}>
            <Money nanoUsd={receipt.costNanoUsd} isPriced={receipt.isPriced} isExact />
          </Entry>
          {receipt.timeToFirstTokenMs === null ? null : (
            <Entry name={t("firstToken")}>{milliseconds(receipt.timeToFirstTokenMs)}</Entry>
          )}
          <Entry name={t("total")}>{milliseconds(receipt.latencyMs)}</Entry>
          {receipt.attemptCount > 1 ? <Entry name={t("attempts")}>{format.number(receipt.attemptCount)}</Entry> : null}
        </dl>
        <RequestLink requestId={receipt.requestId} />
      </div>
      {receipt.warnings.length > 0 ? (
        <ul aria-label={t("warnings")} className="flex flex-col gap-0.5">
          {receipt.warnings.map((warning) => (
            <li key={warning} className="flex gap-1.5 text-warning">
              <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
              {warning}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Entry({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-center gap-1">
      <dt>{name}</dt>
      <dd className="font-medium text-foreground tabular-nums">{children}</dd>
    </div>
  );
}

export function RequestLink({ requestId }: { requestId: string }) {
  const t = useTranslations("playground.receipt");
  const path = useTenantPath();
  return (
    <Link
      href={`${path("/requests")}?request=${requestId}`}
      className="inline-flex min-h-6 items-center gap-0.5 rounded-sm text-primary underline-offset-4 hover:underline focus-visible:ring-2 focus-visible:ring-ring focus-visible:outline-none"
    >
      {t("request")}
      <ArrowUpRight className="size-3.5" aria-hidden />
    </Link>
  );
}
