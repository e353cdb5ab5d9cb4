"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { isPricedUnit, MAIN_UNITS, MORE_UNITS } from "@/components/models/unit-price";
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
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { type ServiceTier, serviceTier } from "@/lib/contracts/price";
import type { PriceBookEntry } from "@/lib/contracts/price-book";
import { Choice } from "./choice";
import { type OverrideTexts, readOverride } from "./override-form";

const CURRENCIES = ["USD", "CNY", "EUR", "GBP", "JPY"] as const;
const TIERS: readonly ServiceTier[] = serviceTier.options.filter((tier) => tier !== "other");

/** The organization's own price of a model: currency, tiers, and from when until when. */
export function OverrideDialog({ entry, onClose }: { entry: PriceBookEntry; onClose: () => void }) {
  const t = useTranslations("prices.form");
  const states = useTranslations("states");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [texts, setTexts] = useState<OverrideTexts>(() => startOf(entry));
  const [faults, setFaults] = useState<string[]>([]);
  const save = useMutation(
    trpc.prices.setOverride.mutationOptions({
      onSuccess: () => {
        toast.success(t("saved", { model: entry.displayName }));
        onClose();
      },
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readOverride(texts);
    if ("document" in read) return save.mutate({ modelRowId: entry.modelRowId, ...read });
    setFaults(read.faults);
  };
  const change = (next: Partial<OverrideTexts>) => {
    setTexts({ ...texts, ...next });
    setFaults([]);
  };
  const problem =
    faults.length > 0 ? t(faults.includes("base") ? "none" : "faults") : save.error ? errorText(save.error) : null;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-h-[90vh] overflow-y-auto sm:max-w-2xl">
        <form noValidate onSubmit={submit} className="flex flex-col gap-4">
          <DialogHeader>
            <DialogTitle>{t("title", { model: entry.displayName })}</DialogTitle>
            <DialogDescription>{t("text")}</DialogDescription>
          </DialogHeader>
          {problem ? (
            <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-[13px] text-danger">
              {problem}
            </p>
          ) : null}
          <div className="grid gap-4 sm:grid-cols-3">
            <Choice
              label={t("currency")}
              value={texts.currency}
              options={CURRENCIES.map((code) => ({ value: code, label: code }))}
              onChange={(currency) => change({ currency })}
            />
            <Day
              label={t("from")}
              value={texts.from}
              isFaulty={faults.includes("from")}
              onChange={(from) => change({ from })}
            />
            <Day label={t("to")} value={texts.to} isFaulty={faults.includes("to")} onChange={(to) => change({ to })} />
          </div>
          <PriceFields place="base" prices={texts.prices} faults={faults} onChange={(prices) => change({ prices })} />
          {texts.tiers.map((tier, index) => {
            const set = (next: Partial<typeof tier>) =>
              change({ tiers: texts.tiers.map((each) => (each.key === tier.key ? { ...each, ...next } : each)) });
            return (
              <fieldset key={tier.key} className="flex flex-col gap-3 rounded-lg border p-3">
                <legend className="px-1 text-xs font-medium">{t("tier", { number: index + 1 })}</legend>
                <div className="grid items-end gap-4 sm:grid-cols-3">
                  <TierChoice value={tier.serviceTier} onChange={(value) => set({ serviceTier: value })} />
                  <Field
                    label={t("above")}
                    value={tier.inputTokensAbove}
                    isFaulty={faults.includes(`${tier.key}-above`)}
                    onChange={(inputTokensAbove) => set({ inputTokensAbove })}
                  />
                  <Button
                    variant="ghost"
                    className="self-end"
                    onClick={() => change({ tiers: texts.tiers.filter((each) => each.key !== tier.key) })}
                  >
                    <Trash2 aria-hidden />
                    {t("removeTier")}
                  </Button>
                </div>
                <PriceFields
                  place={tier.key}
                  prices={tier.prices}
                  faults={faults}
                  onChange={(prices) => set({ prices })}
                />
              </fieldset>
            );
          })}
          <Button
            variant="outline"
            className="self-start"
            onClick={() => change({ tiers: [...texts.tiers, newTier(entry)] })}
          >
            <Plus aria-hidden />
            {t("addTier")}
          </Button>
          <Field label={t("note")} value={texts.note} isFaulty={false} onChange={(note) => change({ note })} />
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              {states("cancel")}
            </Button>
            <Button type="submit" isPending={save.isPending}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function startOf(entry: PriceBookEntry): OverrideTexts {
  const own = entry.overrides.find(({ state }) => state === "holds")?.document;
  const shown = own ?? entry.book[0]?.document;
  return {
    currency: shown?.currency ?? "USD",
    prices: { ...blankPrices(entry), ...(shown?.unitsPerMillion ?? entry.pricesPerMillion ?? {}) },
    tiers: (shown?.tiers ?? []).map(({ serviceTier: tier, inputTokensAbove, unitsPerMillion }, index) => ({
      key: `tier-${index}`,
      serviceTier: tier,
      inputTokensAbove: inputTokensAbove === 0 ? "" : String(inputTokensAbove),
      prices: { ...blankPrices(entry), ...unitsPerMillion },
    })),
    from: "",
    to: "",
    note: "",
  };
}

function blankPrices({ type }: PriceBookEntry): Record<string, string> {
  const units = [...MAIN_UNITS[type], ...MORE_UNITS[type].slice(0, 3)];
  return Object.fromEntries(units.map((unit) => [unit, ""]));
}

function newTier(entry: PriceBookEntry): OverrideTexts["tiers"][number] {
  return {
    key: `tier-${globalThis.crypto.getRandomValues(new Uint32Array(1)).join("")}`,
    serviceTier: "standard",
    inputTokensAbove: "200000",
    prices: blankPrices(entry),
  };
}

interface PriceFieldsProps {
  place: string;
  prices: Record<string, string>;
  faults: string[];
  onChange: (prices: Record<string, string>) => void;
}

function PriceFields({ place, prices, faults, onChange }: PriceFieldsProps) {
  const units = useTranslations("models.price.units");
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      {Object.entries(prices).map(([unit, value]) => (
        <Field
          key={unit}
          label={isPricedUnit(unit) ? units(unit) : unit}
          value={value}
          isFaulty={faults.includes(`${place}-${unit}`)}
          onChange={(text) => onChange({ ...prices, [unit]: text })}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  label: string;
  value: string;
  isFaulty: boolean;
  onChange: (text: string) => void;
}

function Field({ label, value, isFaulty, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        value={value}
        autoComplete="off"
        aria-invalid={isFaulty || undefined}
        className="tabular-nums"
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Day({ label, value, isFaulty, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        type="date"
        value={value}
        aria-invalid={isFaulty || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function TierChoice({ value, onChange }: { value: ServiceTier; onChange: (tier: ServiceTier) => void }) {
  const t = useTranslations("prices");
  return (
    <Choice
      label={t("form.serviceTier")}
      value={value}
      options={TIERS.map((tier) => ({ value: tier, label: t(`tier.${tier}`) }))}
      onChange={(chosen) => onChange(serviceTier.parse(chosen))}
    />
  );
}
