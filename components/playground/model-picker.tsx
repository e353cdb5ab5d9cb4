"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import { Combobox, type ComboboxGroup } from "@/components/ui/combobox";
import { Label } from "@/components/ui/label";
import { useModelChoice, wireNameOf } from "./model-gate";

/** The default first, for chat then profiles and processors, then every callable model of the type by its provider config. */
export function ModelPicker() {
  const t = useTranslations("playground");
  const format = useFormatter();
  const labelId = useId();
  const { setting, model, setModel } = useModelChoice();
  const configured = useConfiguredNames(setting.modelType === "llm");
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
    ...configured,
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

/** Profiles and processors by the names applications call them by, each group only where there are some. */
function useConfiguredNames(enabled: boolean): ComboboxGroup[] {
  const t = useTranslations("playground.model");
  const trpc = useTRPC();
  const profiles = useQuery(trpc.profiles.list.queryOptions(undefined, { enabled }));
  const processors = useQuery(trpc.processors.list.queryOptions(undefined, { enabled }));
  const groups: ComboboxGroup[] = [
    {
      label: t("profiles"),
      options: (profiles.data ?? []).map(({ name, profile }) => ({
        value: `profile:${name}`,
        label: name,
        description: `${profile.provider}/${profile.model}`,
      })),
    },
    {
      label: t("processors"),
      options: (processors.data ?? []).map(({ name, description }) => ({
        value: `processor:${name}`,
        label: name,
        ...(description ? { description } : {}),
      })),
    },
  ];
  return enabled ? groups.filter(({ options }) => options.length > 0) : [];
}
