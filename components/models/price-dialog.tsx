"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import type { TenantModelView } from "@/lib/contracts/tenant-model";
import { readPriceTexts, toPriceTexts } from "./price-form";
import { PriceUnitField } from "./price-unit-field";
import { MAIN_UNITS, MORE_UNITS } from "./unit-price";
import { TENANT_PRICE_SOURCE, usePriceSource } from "./use-price-source";

/** The organization's own price of a model, by unit; or back to what the catalog says. */
export function PriceDialog({ model, onClose }: { model: TenantModelView; onClose: () => void }) {
  const t = useTranslations("models.priceDialog");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const sourceText = usePriceSource();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [texts, setTexts] = useState(() => toPriceTexts(model));
  const [faults, setFaults] = useState<string[]>([]);
  const [isBlank, setIsBlank] = useState(false);
  const change = useMutation(
    trpc.models.setPrice.mutationOptions({
      onSuccess: (_view, { pricesPerMillion }) => {
        toast.success(t(pricesPerMillion ? "saved" : "restored", { model: model.displayName }));
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readPriceTexts(texts);
    if ("prices" in read) return change.mutate({ id: model.id, pricesPerMillion: read.prices });
    setFaults(read.faults);
    setIsBlank(read.faults.length === 0);
    document.getElementById(`price-${read.faults[0] ?? MAIN_UNITS[model.type][0]}`)?.focus();
  };
  const field = (unit: keyof typeof texts) => (
    <PriceUnitField
      key={unit}
      unit={unit}
      value={texts[unit] ?? ""}
      isFaulty={faults.includes(unit)}
      onChange={(text) => {
        setTexts({ ...texts, [unit]: text });
        setFaults(faults.filter((each) => each !== unit));
        setIsBlank(false);
      }}
    />
  );
  const [more, others] = [
    MORE_UNITS[model.type],
    Object.keys(model.pricesPerMillion ?? {}).filter(
      (unit) => ![...MAIN_UNITS[model.type], ...MORE_UNITS[model.type]].some((known) => known === unit),
    ),
  ];
  const problem = isBlank ? t("none") : change.error ? errorText(change.error) : null;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <form noValidate onSubmit={submit} className="flex flex-col gap-4">
          <DialogHeader>
            <DialogTitle>{t("title", { model: model.displayName })}</DialogTitle>
            <DialogDescription>{t("text")}</DialogDescription>
            <p className="text-xs text-muted-foreground">
              {model.pricesPerMillion === null
                ? states("unpricedHint")
                : t("current", { source: sourceText(model.priceSource) })}
            </p>
          </DialogHeader>
          {problem ? (
            <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-[13px] text-danger">
              {problem}
            </p>
          ) : null}
          <div className="grid gap-4 sm:grid-cols-2">{[...MAIN_UNITS[model.type], ...others].map(field)}</div>
          {more.length > 0 ? (
            <details
              className="rounded-lg border"
              open={more.some((unit) => model.pricesPerMillion?.[unit] !== undefined)}
            >
              <summary className="min-h-9 cursor-pointer rounded-lg px-3 py-2 text-[13px] font-medium outline-none hover:bg-accent focus-visible:ring-2 focus-visible:ring-ring">
                {t("more")}
              </summary>
              <div className="grid gap-4 border-t p-3 sm:grid-cols-2">
                {more.map(field)}
                <p className="text-xs text-muted-foreground sm:col-span-2">{t("moreText")}</p>
              </div>
            </details>
          ) : null}
          <p className="text-xs text-muted-foreground">{t("blank")}</p>
          <DialogFooter>
            {model.priceSource === TENANT_PRICE_SOURCE ? (
              <Button
                variant="ghost"
                className="sm:mr-auto"
                disabled={change.isPending}
                onClick={() => change.mutate({ id: model.id, pricesPerMillion: null })}
              >
                {t("back")}
              </Button>
            ) : null}
            <Button variant="outline" onClick={onClose}>
              {states("cancel")}
            </Button>
            <Button type="submit" isPending={change.isPending}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
