"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { usePermission } from "@/components/shared/use-permission";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { TenantModelView } from "@/lib/contracts/tenant-model";
import { BulkBar } from "./bulk-bar";
import { EmbeddingChangeDialog } from "./embedding-change-dialog";
import { ModelRow, type ModelRowActions } from "./model-row";
import { PriceDialog } from "./price-dialog";
import { useDefaultModels } from "./use-default-models";
import { useModelChanges } from "./use-model-changes";

const PAGE = 100;

export interface ModelsTableProps {
  models: TenantModelView[];
  /** Name of the present default for embeddings, if any: changing it is asked about first. */
  embeddingDefault: string | undefined;
}

/** The models that met the filters; long lists unfold a hundred at a time. */
export function ModelsTable({ models, embeddingDefault }: ModelsTableProps) {
  const t = useTranslations("models.table");
  const { reason } = usePermission("models.write");
  const { setEnabled, isPending } = useModelChanges();
  const defaults = useDefaultModels();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [priced, setPriced] = useState<TenantModelView | null>(null);
  const [asked, setAsked] = useState<TenantModelView | null>(null);
  const [shownCount, setShownCount] = useState(PAGE);
  const shown = models.slice(0, shownCount);
  const chosen = models.filter((model) => selected.has(model.id));

  const makeDefault = ({ type, provider, modelId, providerConfigId }: TenantModelView) =>
    defaults.set({ modelType: type, provider, model: modelId, providerConfigId });
  const actions: ModelRowActions = {
    select: (id, isSelected) =>
      setSelected((known) => new Set(isSelected ? [...known, id] : [...known].filter((each) => each !== id))),
    setEnabled: (model, isEnabled) => setEnabled([model], isEnabled),
    setPrice: setPriced,
    makeDefault: (model) =>
      model.type === "text_embedding" && embeddingDefault ? setAsked(model) : makeDefault(model),
  };
  const isWhole = shown.length > 0 && shown.every((model) => selected.has(model.id));
  return (
    <div className="flex flex-col gap-3">
      <Table aria-label={t("label")} className="[&_td]:px-2 [&_th]:px-2 [&_tr>*:first-child]:pl-3">
        <TableHeader>
          <TableRow>
            <TableHead className="pr-0">
              <Checkbox
                className="block"
                aria-label={t("selectAll")}
                checked={isWhole ? true : chosen.length > 0 ? "indeterminate" : false}
                onCheckedChange={(checked) =>
                  setSelected(new Set(checked === true ? shown.map((model) => model.id) : []))
                }
              />
            </TableHead>
            <TableHead>{t("model")}</TableHead>
            <TableHead>{t("type")}</TableHead>
            <TableHead>{t("provider")}</TableHead>
            <TableHead className="text-right">{t("context")}</TableHead>
            <TableHead>{t("features")}</TableHead>
            <TableHead>{t("price")}</TableHead>
            <TableHead>{t("enabled")}</TableHead>
            <TableHead>{t("state")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {shown.map((model) => (
            <ModelRow
              key={model.id}
              model={model}
              isSelected={selected.has(model.id)}
              reason={reason}
              actions={actions}
            />
          ))}
        </TableBody>
      </Table>
      {shown.length < models.length ? (
        <Button variant="outline" className="self-center" onClick={() => setShownCount(shownCount + PAGE)}>
          {t("showMore", { count: Math.min(PAGE, models.length - shown.length) })}
        </Button>
      ) : null}
      {chosen.length > 0 ? (
        <BulkBar
          count={chosen.length}
          isPending={isPending}
          reason={reason}
          onSetEnabled={(isEnabled) => setEnabled(chosen, isEnabled)}
          onClear={() => setSelected(new Set())}
        />
      ) : null}
      <EmbeddingChangeDialog
        before={embeddingDefault ?? ""}
        after={asked?.displayName ?? null}
        onConfirm={() => asked && makeDefault(asked)}
        onClose={() => setAsked(null)}
      />
      {priced ? <PriceDialog model={priced} onClose={() => setPriced(null)} /> : null}
    </div>
  );
}
