"use client";

import { X } from "lucide-react";
import { useId, useState } from "react";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import { ProviderMark } from "@/components/providers/provider-mark";
import { StatusBadge } from "@/components/shared/status-badge";
import { usePermission } from "@/components/shared/use-permission";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import type { ModelSettingView } from "@/lib/contracts/tenant-model";
import { formatContextSize } from "./context-size";
import { CALLS_BY_TYPE } from "./default-model-calls";
import { defaultOptionGroups, optionValue } from "./default-option-groups";
import { EmbeddingChangeDialog } from "./embedding-change-dialog";
import { ModelTypeIcon } from "./model-type-icon";
import { isFree, mainPrices } from "./unit-price";
import { useDefaultModels } from "./use-default-models";

type Option = ModelSettingView["options"][number];

/** One type's default: what is chosen, what it answers, and what fails without it. */
export function DefaultModelRow({ setting }: { setting: ModelSettingView }) {
  const t = useTranslations("models.defaults");
  const types = useTranslations("models.types");
  const statuses = useTranslations("providers.statuses");
  const states = useTranslations("models.states");
  const describe = useDescribeOption();
  const { reason } = usePermission("model_settings.write");
  const { set, clear, isPending } = useDefaultModels();
  const [asked, setAsked] = useState<Option | null>(null);
  const labelId = useId();
  const helpId = useId();
  const { modelType, current, options } = setting;
  const type = types(modelType);
  const whyNotCallable = ({ providerStatus }: { providerStatus: NonNullable<typeof current>["providerStatus"] }) =>
    providerStatus === "ready" ? states("disabled") : states("blocked", { status: statuses(providerStatus) });
  const choose = (option: Option) =>
    set({
      modelType,
      provider: option.provider,
      model: option.model,
      providerConfigId: option.providerConfigId,
    });
  const pick = (value: string) => {
    const option = options.find((each) => optionValue(each) === value);
    if (!option || (current && optionValue(current) === value)) return;
    if (modelType === "text_embedding" && current) setAsked(option);
    else choose(option);
  };
  const groups = defaultOptionGroups(setting, {
    describe: (option) => describe(option, modelType),
    icon: ({ provider }) => <ProviderMark providerId={provider} name={provider} size="sm" />,
    whyNotCallable,
  });
  return (
    <li className="grid items-center gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[11rem_minmax(16rem,24rem)_1fr]">
      <span id={labelId} className="flex items-center gap-2 text-[13px] font-medium">
        <ModelTypeIcon type={modelType} />
        {type}
      </span>
      <span className="flex items-center gap-1">
        <Combobox
          groups={groups}
          value={current ? optionValue(current) : null}
          onValueChange={pick}
          placeholder={groups.length === 0 ? t("noOptions") : t("choose")}
          searchPlaceholder={t("search")}
          emptyText={t("none")}
          disabled={reason !== null || groups.length === 0 || isPending}
          aria-label={t("chooseFor", { type })}
          aria-describedby={helpId}
        />
        {current && !reason ? (
          <Button
            variant="ghost"
            size="icon-sm"
            disabled={isPending}
            aria-label={t("clearFor", { type })}
            title={t("clear")}
            onClick={() => clear({ modelType })}
          >
            <X aria-hidden />
          </Button>
        ) : null}
      </span>
      <DefaultHelp
        id={helpId}
        setting={setting}
        reason={reason}
        whyNotCallable={current ? whyNotCallable(current) : ""}
      />
      <EmbeddingChangeDialog
        before={current?.displayName ?? ""}
        after={asked?.displayName ?? null}
        onConfirm={() => asked && choose(asked)}
        onClose={() => setAsked(null)}
      />
    </li>
  );
}

interface DefaultHelpProps {
  id: string;
  setting: ModelSettingView;
  /** Why the reader may not change it. */
  reason: string | null;
  whyNotCallable: string;
}

function DefaultHelp({ id, setting, reason, whyNotCallable }: DefaultHelpProps) {
  const t = useTranslations("models.defaults");
  const { current, options } = setting;
  const format = useFormatter();
  const calls = format.list(CALLS_BY_TYPE[setting.modelType]);
  return (
    <div id={id} className="flex min-w-0 flex-col items-start gap-1 text-xs text-muted-foreground">
      {!current ? (
        <p className="break-words text-warning">{t("empty", { calls })}</p>
      ) : current.isCallable ? (
        <p className="break-words">{t("works", { calls })}</p>
      ) : (
        <StatusBadge tone="danger">{t("notCallable", { reason: whyNotCallable })}</StatusBadge>
      )}
      {!current && options.length === 0 ? <p>{t("noOptionsHint")}</p> : null}
      {reason ? <p className="sr-only">{reason}</p> : null}
    </div>
  );
}

/** "128K context · $2.50 / $10.00 per 1M". */
function useDescribeOption(): (option: Option, type: ModelSettingView["modelType"]) => string {
  const t = useTranslations("models");
  const states = useTranslations("states");
  const locale = useLocale();
  return (option, type) => {
    const context = option.contextWindow
      ? [
          t("defaults.context", {
            tokens: formatContextSize(option.contextWindow),
          }),
        ]
      : [];
    const prices = mainPrices({ type, pricesPerMillion: option.pricesPerMillion }, locale).slice(0, 2);
    const [first] = prices;
    const price = isFree(option.pricesPerMillion)
      ? t("price.free")
      : first
        ? `${prices
            .filter(({ scale }) => scale === first.scale)
            .map(({ amount }) => amount)
            .join(" / ")} ${t(`price.scales.${first.scale}`)}`
        : states("unpriced");
    return [...context, price].join(" · ");
  };
}
