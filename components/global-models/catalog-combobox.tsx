"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { toOption } from "@/components/configuration/target-options";
import { Combobox, type ComboboxGroup } from "@/components/ui/combobox";
import type { CatalogChoice } from "@/lib/contracts/global-setting";

export interface CatalogComboboxProps {
  choices: readonly CatalogChoice[];
  /** As `provider/model`; shown also where the catalog has it no more. */
  value: string | null;
  onValueChange: (value: string) => void;
  id?: string;
  "aria-label"?: string;
}

/** Models of the catalog, by provider. */
export function CatalogCombobox({ choices, value, ...props }: CatalogComboboxProps) {
  const t = useTranslations("globalModels");
  const groups = useMemo(() => {
    const byProvider = new Map<string, ComboboxGroup>();
    const add = (provider: string, option: ComboboxGroup["options"][number]) => {
      const group = byProvider.get(provider);
      if (group) group.options.push(option);
      else byProvider.set(provider, { label: provider, options: [option] });
    };
    for (const { provider, modelId, displayName } of choices)
      add(provider, { value: toOption({ provider, model: modelId }), label: modelId, description: displayName });
    const isKnown = choices.some(({ provider, modelId }) => toOption({ provider, model: modelId }) === value);
    if (value !== null && !isKnown) add(value.slice(0, value.indexOf("/")), { value, label: value });
    return [...byProvider.values()];
  }, [choices, value]);
  return (
    <Combobox
      groups={groups}
      value={value}
      placeholder={t("chooseModel")}
      searchPlaceholder={t("searchModel")}
      emptyText={t("noModel")}
      renderValue={({ value: chosen }) => <span className="truncate">{chosen}</span>}
      {...props}
    />
  );
}
