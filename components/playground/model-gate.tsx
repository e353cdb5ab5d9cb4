"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plug } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { createContext, type ReactNode, useContext, useState } from "react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import type { ModelType } from "@/lib/contracts/model-type";
import type { ModelSettingView } from "@/lib/contracts/tenant-model";
import { playgroundSearch } from "./playground-search";

interface ModelChoice {
  setting: ModelSettingView;
  /** As on the wire: `auto`, `provider/model`, `profile:…` or `processor:…`. */
  model: string;
  setModel: (model: string) => void;
}

const ModelChoiceContext = createContext<ModelChoice | null>(null);

/** The panel's own model. Only below `ModelGate`. */
export function useModelChoice(): ModelChoice {
  const choice = useContext(ModelChoiceContext);
  if (!choice) throw new Error("useModelChoice needs <ModelGate> around it.");
  return choice;
}

/** `config/model`, which names one connection exactly; a config's name with a slash in it would be cut in the wrong place. */
export function wireNameOf(option: ModelSettingView["options"][number]): string {
  const prefix = option.providerConfigName.includes("/") ? option.provider : option.providerConfigName;
  return `${prefix}/${option.model}`;
}

/** Lets the panel through when there is a model of its type to call; otherwise says where one comes from. */
export function ModelGate({ type, children }: { type: ModelType; children: ReactNode }) {
  const t = useTranslations("playground");
  const path = useTenantPath();
  const trpc = useTRPC();
  const { data: settings } = useSuspenseQuery(trpc.modelSettings.list.queryOptions());
  const [tab] = useQueryState("tab", playgroundSearch.tab);
  const [modelInAddress, setModelInAddress] = useQueryState("model", playgroundSearch.model);
  const setting = settings.find((each) => each.modelType === type);
  const [chosen, setChosen] = useState(tab === type ? modelInAddress : "auto");
  if (!setting || setting.options.length === 0) {
    return (
      <DataState
        icon={Plug}
        title={t("firstUse.title", { type: t(`types.${type}`) })}
        text={t("firstUse.text")}
        action={
          <>
            <Button asChild>
              <Link href={path("/providers")}>{t("firstUse.action")}</Link>
            </Button>
            <Button asChild variant="outline">
              <Link href={path("/models")}>{t("firstUse.models")}</Link>
            </Button>
          </>
        }
      />
    );
  }
  const isConfigured = type === "llm" && /^(profile|processor):/.test(chosen);
  const isOffered = isConfigured || setting.options.some((option) => wireNameOf(option) === chosen);
  const fallback = setting.current || !setting.options[0] ? "auto" : wireNameOf(setting.options[0]);
  const model = isOffered || (chosen === "auto" && setting.current) ? chosen : fallback;
  const setModel = (next: string) => {
    setChosen(next);
    setModelInAddress(next);
  };
  return <ModelChoiceContext value={{ setting, model, setModel }}>{children}</ModelChoiceContext>;
}
