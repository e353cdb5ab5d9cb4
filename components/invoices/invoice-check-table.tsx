"use client";

import { useTranslations } from "use-intl";
import { RelativeTime } from "@/components/shared/relative-time";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { driftOf, type InvoiceCheckSummary } from "@/lib/contracts/invoice-check";
import { Drift } from "./drift";

/** Checks made so far, newest first. */
export function InvoiceCheckTable({
  checks,
  openId,
  onOpen,
}: {
  checks: InvoiceCheckSummary[];
  openId: string | null;
  onOpen: (id: string | null) => void;
}) {
  const t = useTranslations("invoices");
  return (
    <Table aria-label={t("checks")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("file")}</TableHead>
          <TableHead>{t("span")}</TableHead>
          <TableHead className="text-right">{t("tokenDrift")}</TableHead>
          <TableHead className="text-right">{t("costDrift")}</TableHead>
          <TableHead>{t("made")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {checks.map((check) => (
          <TableRow key={check.id} data-state={check.id === openId ? "selected" : undefined}>
            <TableCell>
              <Button
                variant="link"
                className="h-auto max-w-64 justify-start truncate p-0"
                aria-current={check.id === openId || undefined}
                onClick={() => onOpen(check.id)}
              >
                {check.fileName}
              </Button>
              <div className="text-xs text-muted-foreground">{t(`formats.${check.format}`)}</div>
            </TableCell>
            <TableCell className="tabular-nums">
              {check.fromDay} – {check.toDay}
            </TableCell>
            <TableCell className="text-right">
              <Drift value={tokenDrift(check)} />
            </TableCell>
            <TableCell className="text-right">
              <Drift value={driftOf(check.vendor.costNanoUsd, check.metered.costNanoUsd)} />
            </TableCell>
            <TableCell>
              <RelativeTime date={check.createdAt} />
              <div className="text-xs text-muted-foreground">{check.createdByName}</div>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function tokenDrift({ vendor, metered }: InvoiceCheckSummary): number | null {
  if (vendor.inputTokens === null || vendor.outputTokens === null) return null;
  return driftOf(vendor.inputTokens + vendor.outputTokens, metered.inputTokens + metered.outputTokens);
}
