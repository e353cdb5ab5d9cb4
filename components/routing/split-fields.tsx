"use client";

import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import type { RouteSplit } from "@/lib/contracts/routing";
import { NumberField } from "./number-field";

const MOST_SPLITS = 20;
const MOST_ARMS = 10;
const MOST_SHARE = 1_000_000;

/** Something in a list that has no id of its own until it is saved. */
interface Keyed<T> {
  key: number;
  value: T;
}

let lastKey = 0;

function keyed<T>(value: T): Keyed<T> {
  lastKey += 1;
  return { key: lastKey, value };
}

type DraftSplit = Omit<RouteSplit, "arms"> & { arms: Keyed<RouteSplit["arms"][number]>[] };

/** Canaries: which share of the calls that ask for something goes elsewhere. */
export function SplitFields({
  splits,
  onChange,
}: {
  splits: readonly RouteSplit[];
  onChange: (splits: RouteSplit[]) => void;
}) {
  const t = useTranslations("routing");
  const [drafts, setDrafts] = useState(() =>
    splits.map((split) => keyed<DraftSplit>({ ...split, arms: split.arms.map(keyed) })),
  );

  function change(next: Keyed<DraftSplit>[]): void {
    setDrafts(next);
    onChange(next.map(({ value }) => ({ ...value, arms: value.arms.map((arm) => arm.value) })));
  }

  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{t("splits")}</legend>
      <p className="text-xs text-muted-foreground">{t("splitsHelp")}</p>
      {drafts.map(({ key, value }) => (
        <SplitCard
          key={key}
          split={value}
          onChange={(split) => change(drafts.map((each) => (each.key === key ? { key, value: split } : each)))}
          onRemove={() => change(drafts.filter((each) => each.key !== key))}
        />
      ))}
      <span>
        <Button
          type="button"
          variant="outline"
          size="sm"
          disabled={drafts.length >= MOST_SPLITS}
          onClick={() =>
            change([
              ...drafts,
              keyed<DraftSplit>({
                name: t("splitName", { number: drafts.length + 1 }),
                match: "auto",
                isEnabled: true,
                arms: [keyed({ model: "", weight: 5 }), keyed({ model: "auto", weight: 95 })],
              }),
            ])
          }
        >
          <Plus aria-hidden />
          {t("addSplit")}
        </Button>
      </span>
    </fieldset>
  );
}

function SplitCard({
  split,
  onChange,
  onRemove,
}: {
  split: DraftSplit;
  onChange: (split: DraftSplit) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("routing");
  const id = useId();
  const total = split.arms.reduce((sum, { value }) => sum + value.weight, 0);
  return (
    <div className="flex flex-col gap-3 rounded-lg border p-4">
      <div className="flex flex-wrap items-end gap-4">
        <Named
          id={`${id}-name`}
          label={t("name")}
          value={split.name}
          onChange={(name) => onChange({ ...split, name })}
        />
        <Named
          id={`${id}-match`}
          label={t("splitMatch")}
          value={split.match}
          onChange={(match) => onChange({ ...split, match })}
        />
        <span className="flex h-9 items-center gap-2">
          <Switch
            id={`${id}-on`}
            checked={split.isEnabled}
            onCheckedChange={(isEnabled) => onChange({ ...split, isEnabled })}
          />
          <Label htmlFor={`${id}-on`}>{t("splitOn")}</Label>
        </span>
        <Button type="button" variant="ghost" size="sm" aria-label={`${t("remove")}: ${split.name}`} onClick={onRemove}>
          {t("remove")}
        </Button>
      </div>
      {split.arms.map(({ key, value }, index) => (
        <div key={key} className="flex flex-wrap items-end gap-4">
          <Named
            id={`${id}-arm-${key}`}
            label={t("splitGoesTo", { number: index + 1 })}
            value={value.model}
            onChange={(model) =>
              onChange({
                ...split,
                arms: split.arms.map((arm) => (arm.key === key ? { key, value: { ...value, model } } : arm)),
              })
            }
          />
          <NumberField
            label={t("splitShare", { number: index + 1 })}
            value={value.weight}
            max={MOST_SHARE}
            onChange={(weight) =>
              onChange({
                ...split,
                arms: split.arms.map((arm) => (arm.key === key ? { key, value: { ...value, weight } } : arm)),
              })
            }
          />
          <span className="flex h-9 items-center text-[13px] tabular-nums text-muted-foreground">
            {total === 0 ? "0 %" : `${Math.round((value.weight / total) * 1000) / 10} %`}
          </span>
          {split.arms.length > 1 ? (
            <Button
              type="button"
              variant="ghost"
              size="icon"
              aria-label={`${t("remove")}: ${value.model || t("splitGoesTo", { number: index + 1 })}`}
              onClick={() => onChange({ ...split, arms: split.arms.filter((arm) => arm.key !== key) })}
            >
              <X aria-hidden />
            </Button>
          ) : null}
        </div>
      ))}
      <span>
        <Button
          type="button"
          variant="ghost"
          size="sm"
          disabled={split.arms.length >= MOST_ARMS}
          onClick={() => onChange({ ...split, arms: [...split.arms, keyed({ model: "", weight: 1 })] })}
        >
          <Plus aria-hidden />
          {t("addArm")}
        </Button>
      </span>
    </div>
  );
}

function Named({
  id,
  label,
  value,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <span className="flex w-52 flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        value={value}
        maxLength={365}
        required
        aria-invalid={value.trim() === ""}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}
