"use client";

import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { Switch } from "@/components/ui/switch";
import { TableCell, TableRow } from "@/components/ui/table";
import type { TenantModelView } from "@/lib/contracts/tenant-model";
import { formatContextSize } from "./context-size";
import { ModelFeatures } from "./model-features";
import { ModelMenu } from "./model-menu";
import { ModelPrice } from "./model-price";
import { ModelState } from "./model-state";
import { ModelTypeIcon } from "./model-type-icon";

export interface ModelRowActions {
  select(id: string, isSelected: boolean): void;
  setEnabled(model: TenantModelView, isEnabled: boolean): void;
  setPrice(model: TenantModelView): void;
  makeDefault(model: TenantModelView): void;
}

export interface ModelRowProps {
  model: TenantModelView;
  isSelected: boolean;
  /** Why the reader may not change models. */
  reason: string | null;
  actions: ModelRowActions;
}

export function ModelRow({ model, isSelected, reason, actions }: ModelRowProps) {
  const t = useTranslations("models");
  return (
    <TableRow data-state={isSelected ? "selected" : undefined}>
      <TableCell className="w-8 pr-0">
        <Checkbox
          checked={isSelected}
          className="block"
          aria-label={t("table.select", { model: model.displayName })}
          onCheckedChange={(checked) => actions.select(model.id, checked === true)}
        />
      </TableCell>
      <th scope="row" className="max-w-58 min-w-44 px-2 py-1.5 text-left font-normal">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{model.displayName}</span>
          {model.isDefault ? <Badge variant="primary">{t("table.default")}</Badge> : null}
        </span>
        {model.modelId === model.displayName ? null : (
          <span className="block truncate font-mono text-xs text-muted-foreground" title={model.modelId}>
            {model.modelId}
          </span>
        )}
      </th>
      <TableCell>
        <span className="flex items-center gap-1.5">
          <ModelTypeIcon type={model.type} />
          {t(`types.${model.type}`)}
        </span>
      </TableCell>
      <TableCell>
        <span className="block max-w-36 truncate">{model.providerConfigName}</span>
      </TableCell>
      <TableCell className="text-right">
        <Context model={model} />
      </TableCell>
      <TableCell>
        <ModelFeatures model={model} />
      </TableCell>
      <TableCell>
        <ModelPrice model={model} />
      </TableCell>
      <TableCell>
        <Switch
          checked={model.isEnabled}
          className="align-middle"
          aria-label={t("table.toggle", { model: model.displayName })}
          aria-disabled={reason !== null || undefined}
          title={reason ?? undefined}
          onCheckedChange={(checked) => {
            if (reason === null) actions.setEnabled(model, checked);
          }}
        />
      </TableCell>
      <TableCell>
        <ModelState model={model} />
      </TableCell>
      <TableCell className="w-8 pl-0 text-right">
        <ModelMenu
          model={model}
          onSetPrice={() => actions.setPrice(model)}
          onMakeDefault={() => actions.makeDefault(model)}
        />
      </TableCell>
    </TableRow>
  );
}

function Context({ model }: { model: TenantModelView }) {
  const t = useTranslations("models.table");
  if (model.contextWindow === null) {
    return (
      <>
        <span aria-hidden className="text-muted-foreground">
          –
        </span>
        <span className="sr-only">{t("unknown")}</span>
      </>
    );
  }
  const hints = [
    t("contextHint", { count: model.contextWindow }),
    ...(model.maxOutputTokens ? [t("outputHint", { count: model.maxOutputTokens })] : []),
  ];
  return <span title={hints.join(", ")}>{formatContextSize(model.contextWindow)}</span>;
}
