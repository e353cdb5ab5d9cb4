"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Download, X } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { GuardedButton } from "@/components/shared/guarded-button";
import { Money } from "@/components/shared/money";
import { useSession } from "@/components/shared/session";
import { StatTile } from "@/components/shared/stat-tile";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { driftOf } from "@/lib/contracts/invoice-check";
import { Drift } from "./drift";
import { InvoiceLineTable } from "./invoice-line-table";
import { ShareHatch } from "./share-hatch";

export function InvoiceCheckDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("invoices");
  const states = useTranslations("states");
  const format = useFormatter();
  const { tenant } = useSession();
  const canWrite = usePermission("invoices.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isRemoving, setIsRemoving] = useState(false);
  const { data: check } = useSuspenseQuery(trpc.invoiceChecks.get.queryOptions({ id }));
  const remove = useMutation(
    trpc.invoiceChecks.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queryClient.invalidateQueries(trpc.invoiceChecks.list.queryFilter());
      },
    }),
  );
  const { vendor, metered } = check;
  const tokens = (count: number | null) => (count === null ? t("notInFile") : format.number(count));
  const search = new URLSearchParams({ tenant: tenant.slug, id });
  return (
    <section aria-labelledby={`check-${id}`} className="flex flex-col gap-4 rounded-lg border bg-card p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 id={`check-${id}`} className="truncate text-sm font-semibold">
            {check.fileName}
          </h2>
          <p className="text-xs text-muted-foreground">
            {t("about", { format: t(`formats.${check.format}`), from: check.fromDay, to: check.toDay })}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Button asChild variant="outline" size="sm">
            <a href={`/api/export/invoice-checks?${search}`} download>
              <Download aria-hidden />
              {t("download")}
            </a>
          </Button>
          <GuardedButton reason={canWrite.reason} variant="outline" size="sm" onClick={() => setIsRemoving(true)}>
            {states("delete")}
          </GuardedButton>
          <Button variant="ghost" size="icon-sm" aria-label={states("close")} onClick={onClose}>
            <X aria-hidden />
          </Button>
        </div>
      </div>
      <dl className="grid gap-3 sm:grid-cols-3">
        <StatTile
          label={t("inputTokens")}
          value={tokens(vendor.inputTokens)}
          hint={
            <span className="flex flex-wrap items-center gap-2">
              {t("meteredCount", { count: format.number(metered.inputTokens) })}
              <Drift value={driftOf(vendor.inputTokens, metered.inputTokens)} />
            </span>
          }
        />
        <StatTile
          label={t("outputTokens")}
          value={tokens(vendor.outputTokens)}
          hint={
            <span className="flex flex-wrap items-center gap-2">
              {t("meteredCount", { count: format.number(metered.outputTokens) })}
              <Drift value={driftOf(vendor.outputTokens, metered.outputTokens)} />
            </span>
          }
        />
        <StatTile
          label={t("cost")}
          value={vendor.costNanoUsd === null ? t("notInFile") : <Money nanoUsd={vendor.costNanoUsd} />}
          hint={
            <span className="flex flex-wrap items-center gap-2">
              {t("metered")} <Money nanoUsd={metered.costNanoUsd} />
              <Drift value={driftOf(vendor.costNanoUsd, metered.costNanoUsd)} />
            </span>
          }
        />
      </dl>
      <ShareHatch metered={metered} />
      <InvoiceLineTable lines={check.lines} />
      <p className="text-xs text-muted-foreground">{t("explanation")}</p>
      {isRemoving ? (
        <ConfirmDialog
          open
          onOpenChange={setIsRemoving}
          title={t("removeTitle", { name: check.fileName })}
          description={t("removeText")}
          confirmLabel={states("delete")}
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id })}
        />
      ) : null}
    </section>
  );
}
