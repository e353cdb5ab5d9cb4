"use client";

import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Combobox, type ComboboxGroup } from "@/components/ui/combobox";
import { Label } from "@/components/ui/label";
import { useModelChoice, wireNameOf } from "./model-gate";

/** The default first, then every callable model of the type by its provider config. */
export function ModelPicker() {
  const t = useTranslations("playground");
  const format = useFormatter();
  const labelId = useId();
  const { setting, model, setModel } = useModelChoice();
  const configs = [...new Set(setting.options.map((option) => option.providerConfigName))];
  const groups: ComboboxGroup[] = [
    {
      label: t("model.default"),
      options: [
        {
          value: "auto",
          label: t("model.auto"),
          ...(setting.current
            ? { description: `${setting.current.displayName} · ${setting.current.providerConfigName}` }
            : { disabledReason: t("model.noDefault") }),
        },
      ],
    },
    ...configs.map((config) => ({
      label: config,
      options: setting.options
        .filter((option) => option.providerConfigName === config)
        .map((option) => ({
          value: wireNameOf(option),
          label: option.displayName,
          description:
            option.contextWindow === null
              ? option.model
              : t("model.context", {
                  model: option.model,
                  tokens: format.number(option.contextWindow, { notation: "compact" }),
                }),
          keywords: [option.model],
        })),
    })),
  ];
  return (
    <div className="flex flex-col gap-1.5">
      <Label id={labelId}>{t("model.label")}</Label>
      <Combobox
        aria-labelledby={labelId}
        groups={groups}
        value={model}
        onValueChange={setModel}
        placeholder={t("model.placeholder")}
        searchPlaceholder={t("model.search")}
        emptyText={t("model.noMatch")}
      />
    </div>
  );
}
