"use client";

import { ArrowRight, CircleMinus, CirclePlus, EyeOff, type LucideIcon, PencilLine, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { ModelSyncResult } from "@/lib/contracts/job";
import { modelType } from "@/lib/contracts/model-type";
import type { Messages } from "@/lib/i18n/messages";

const SHOWN_FIRST = 25;

/** A model sync as a diff: what is new, gone, changed and skipped. */
export function SyncChanges({ result }: { result: ModelSyncResult }) {
  const t = useTranslations("models.sync");
  const isUnchanged = result.added.length + result.gone.length + result.changed.length === 0;
  return (
    <div className="flex flex-col gap-5">
      {isUnchanged ? <p className="text-[13px] text-muted-foreground">{t("unchanged")}</p> : null}
      <Part
        icon={CirclePlus}
        className="text-success"
        title={t("added")}
        text={t("addedText")}
        items={result.added.map((model) => ({ key: model.modelId, row: <Added model={model} /> }))}
      />
      <Part
        icon={CircleMinus}
        className="text-danger"
        title={t("gone")}
        text={t("goneText")}
        items={result.gone.map(({ modelId }) => ({ key: modelId, row: <ModelId id={modelId} /> }))}
      />
      <Part
        icon={PencilLine}
        className="text-info"
        title={t("changed")}
        items={result.changed.map((change) => ({
          key: `${change.modelId} ${change.field}`,
          row: <Changed change={change} />,
        }))}
      />
      <Part
        icon={TriangleAlert}
        className="text-warning"
        title={t("refused")}
        text={t("refusedText")}
        items={result.refused.map((refusal) => ({
          key: `${refusal.modelId} ${refusal.unit}`,
          row: <Refused refusal={refusal} />,
        }))}
      />
      <Part
        icon={EyeOff}
        className="text-muted-foreground"
        title={t("skipped")}
        text={t("skippedText")}
        items={result.skipped.map((modelId) => ({ key: modelId, row: <ModelId id={modelId} /> }))}
      />
    </div>
  );
}

function Refused({ refusal }: { refusal: ModelSyncResult["refused"][number] }) {
  const t = useTranslations("models.sync");
  return (
    <>
      <ModelId id={refusal.modelId} />
      <span className="tabular-nums">
        {t("refusedLine", { unit: refusal.unit, before: refusal.before || "–", after: refusal.after })}
      </span>
    </>
  );
}

interface PartProps {
  icon: LucideIcon;
  className: string;
  title: string;
  text?: string;
  items: { key: string; row: ReactNode }[];
}

function Part({ icon: Icon, className, title, text, items }: PartProps) {
  const t = useTranslations("models.sync");
  const [isWhole, setIsWhole] = useState(false);
  if (items.length === 0) return null;
  const shown = isWhole ? items : items.slice(0, SHOWN_FIRST);
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="flex items-center gap-1.5 text-[13px] font-semibold">
        <Icon className={`size-4 ${className}`} aria-hidden />
        {title}
        <span className="font-normal text-muted-foreground tabular-nums">{items.length}</span>
      </h3>
      {text ? <p className="text-xs text-muted-foreground">{text}</p> : null}
      <ul className="divide-y rounded-lg border">
        {shown.map(({ key, row }) => (
          <li key={key} className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5 text-xs">
            {row}
          </li>
        ))}
      </ul>
      {shown.length < items.length ? (
        <Button variant="ghost" size="sm" className="self-start" onClick={() => setIsWhole(true)}>
          {t("showAll", { count: items.length })}
        </Button>
      ) : null}
    </section>
  );
}

function ModelId({ id }: { id: string }) {
  return <span className="min-w-0 font-mono break-all">{id}</span>;
}

function Added({ model }: { model: ModelSyncResult["added"][number] }) {
  const t = useTranslations("models");
  const type = modelType.safeParse(model.type);
  return (
    <>
      <ModelId id={model.modelId} />
      <span className="ml-auto flex items-center gap-1">
        {type.success ? <Badge variant="outline">{t(`types.${type.data}`)}</Badge> : null}
        {model.isPriced ? null : <Badge variant="warning">{t("sync.isUnpriced")}</Badge>}
        <Badge variant={model.isEnabled ? "success" : "neutral"}>
          {model.isEnabled ? t("sync.isEnabled") : t("sync.isDisabled")}
        </Badge>
      </span>
    </>
  );
}

const FIELD_NAMES: Record<keyof Messages["models"]["sync"]["fields"], true> = {
  displayName: true,
  type: true,
  contextWindow: true,
  maxOutputTokens: true,
  supportsStreaming: true,
  supportsReasoning: true,
  supportsFunctionCalling: true,
  supportsVision: true,
  pricesPerMillion: true,
  priceSource: true,
  bestFor: true,
  priceDetails: true,
  refusedPrice: true,
  isDeprecated: true,
  goneSince: true,
};

function isFieldName(field: string): field is keyof typeof FIELD_NAMES {
  return Object.hasOwn(FIELD_NAMES, field);
}

function Changed({ change }: { change: ModelSyncResult["changed"][number] }) {
  const t = useTranslations("models.sync");
  return (
    <>
      <ModelId id={change.modelId} />
      <span className="flex w-full flex-wrap items-center gap-1.5 text-muted-foreground">
        <span className="font-medium">{isFieldName(change.field) ? t(`fields.${change.field}`) : change.field}</span>
        <span className="break-all line-through">
          <span className="sr-only">{t("before")} </span>
          {change.before || t("blank")}
        </span>
        <ArrowRight className="size-3.5 shrink-0" aria-hidden />
        <span className="break-all text-foreground">
          <span className="sr-only">{t("after")} </span>
          {change.after || t("blank")}
        </span>
      </span>
    </>
  );
}
