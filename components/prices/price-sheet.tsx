"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CalendarClock, History, Undo2 } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { usePriceSource } from "@/components/models/use-price-source";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Sheet, SheetBody, SheetContent, SheetDescription, SheetHeader, SheetTitle } from "@/components/ui/sheet";
import type { PriceDocument } from "@/lib/contracts/price";
import type { PriceBookEntry } from "@/lib/contracts/price-book";
import { DocumentPrices } from "./document-prices";
import { OverrideDialog } from "./override-dialog";
import { pricesSearch } from "./prices-search";

/** One model: what a call costs now, what everybody asked says, and the organization's own prices over time. */
export function PriceSheet({ entry, onClose }: { entry: PriceBookEntry | null; onClose: () => void }) {
  return (
    <Sheet open={entry !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent>{entry ? <PriceDetails entry={entry} /> : null}</SheetContent>
    </Sheet>
  );
}

function PriceDetails({ entry }: { entry: PriceBookEntry }) {
  const t = useTranslations("prices");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const sourceText = usePriceSource();
  const { reason } = usePermission("models.write");
  const [, setSearch] = useQueryStates(pricesSearch);
  const [isEditing, setIsEditing] = useState(false);
  const remove = useMutation(
    trpc.prices.removeOverrides.mutationOptions({
      onSuccess: () => toast.success(t("sheet.removed", { model: entry.displayName })),
      onError: (error) => toast.error(errorText(error)),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const hasOwn = entry.overrides.some(({ state }) => state !== "ended");
  return (
    <>
      <SheetHeader>
        <SheetTitle>{entry.displayName}</SheetTitle>
        <SheetDescription>
          {entry.source && entry.step
            ? t("sheet.now", { step: t(`steps.${entry.step}`), source: sourceText(entry.source) })
            : t("sheet.unpriced")}
        </SheetDescription>
      </SheetHeader>
      <SheetBody>
        <div className="flex flex-col gap-6">
          <div className="flex flex-wrap gap-2">
            <GuardedButton reason={reason} onClick={() => setIsEditing(true)}>
              <CalendarClock aria-hidden />
              {t("sheet.set")}
            </GuardedButton>
            <GuardedButton
              reason={reason}
              variant="outline"
              onClick={() => void setSearch({ tab: "repricing", reprice: entry.modelRowId, model: null })}
            >
              <History aria-hidden />
              {t("sheet.reprice")}
            </GuardedButton>
            {hasOwn ? (
              <GuardedButton
                reason={reason}
                variant="ghost"
                isPending={remove.isPending}
                onClick={() => remove.mutate({ modelRowId: entry.modelRowId })}
              >
                <Undo2 aria-hidden />
                {t("sheet.remove")}
              </GuardedButton>
            ) : null}
          </div>
          {entry.pricesPerMillion ? (
            <section className="flex flex-col gap-2">
              <h3 className="text-[13px] font-semibold">{t("sheet.charged")}</h3>
              <DocumentPrices
                label={t("sheet.charged")}
                currency="USD"
                base={entry.pricesPerMillion}
                tiers={entry.tiers.map(({ pricesPerMillion, ...tier }) => ({ ...tier, prices: pricesPerMillion }))}
                minimumUnits={entry.minimumUnits}
              />
              {entry.exchange ? (
                <p className="text-xs text-muted-foreground">
                  {t("sheet.exchange", { currency: entry.currency, ...entry.exchange })}
                </p>
              ) : null}
            </section>
          ) : null}
          <Sources entry={entry} />
          <Overrides entry={entry} />
        </div>
      </SheetBody>
      {isEditing ? <OverrideDialog entry={entry} onClose={() => setIsEditing(false)} /> : null}
    </>
  );
}

function Sources({ entry }: { entry: PriceBookEntry }) {
  const t = useTranslations("prices");
  const sourceText = usePriceSource();
  if (entry.book.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-[13px] font-semibold">{t("sheet.order")}</h3>
      <p className="text-xs text-muted-foreground">{t("sheet.orderText")}</p>
      <ol className="divide-y rounded-lg border">
        {entry.book.map(({ step, source, document, holds }) => (
          <li key={`${step} ${source}`} className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2 text-[13px]">
            <span className="font-medium">{t(`steps.${step}`)}</span>
            <span className="text-xs text-muted-foreground">{sourceText(source)}</span>
            <span className="ml-auto tabular-nums">{inShort(document)}</span>
            {holds ? <Badge variant="success">{t("sheet.holds")}</Badge> : null}
          </li>
        ))}
      </ol>
      {entry.refused ? (
        <p className="rounded-md bg-warning-soft px-3 py-2 text-[13px] text-warning">
          {t(`refusal.${entry.refused.reason}`, { offered: entry.refused.offered, known: entry.refused.known || "–" })}
        </p>
      ) : null}
    </section>
  );
}

function Overrides({ entry }: { entry: PriceBookEntry }) {
  const t = useTranslations("prices");
  const format = useFormatter();
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });
  if (entry.overrides.length + entry.announced.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-[13px] font-semibold">{t("sheet.overTime")}</h3>
      <ol className="divide-y rounded-lg border">
        {entry.announced.map(({ from, document, source }) => (
          <li key={from} className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2 text-[13px]">
            <Badge variant="primary">{t("sheet.announced")}</Badge>
            <span>{t("sheet.from", { date: day(new Date(from)) })}</span>
            <span className="text-xs text-muted-foreground">{source}</span>
            <span className="ml-auto tabular-nums">{inShort(document)}</span>
          </li>
        ))}
        {entry.overrides.map((each) => (
          <li key={each.id} className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2 text-[13px]">
            <Badge variant={each.state === "holds" ? "success" : each.state === "planned" ? "primary" : "neutral"}>
              {t(`sheet.states.${each.state}`)}
            </Badge>
            <RelativeTime date={each.effectiveFrom} display="absolute" />
            {each.effectiveTo ? (
              <>
                <span aria-hidden>–</span>
                <RelativeTime date={each.effectiveTo} display="absolute" />
              </>
            ) : null}
            {each.note ? <span className="text-xs text-muted-foreground">{each.note}</span> : null}
            <span className="ml-auto tabular-nums">{inShort(each.document)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function inShort({ currency, unitsPerMillion }: PriceDocument): string {
  return `${Object.values(unitsPerMillion).slice(0, 3).join(" / ")} ${currency}`;
}
