"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormContext } from "react-hook-form";
import { useTranslations } from "use-intl";
import { TextField } from "@/components/shared/text-field";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { alertScopeKind } from "@/lib/contracts/alert";
import type { RuleForm } from "./rule-form-values";
import { SelectField } from "./select-field";

/** What the rule is about: everything, or one thing of a kind. */
export function ScopeFields() {
  const t = useTranslations("alerts");
  const trpc = useTRPC();
  const canReadKeys = usePermission("api_keys.read");
  const { watch, setValue } = useFormContext<RuleForm>();
  const kind = watch("scopeKind");
  const cards = useQuery({ ...trpc.providers.list.queryOptions(), enabled: kind === "provider_config" });
  const keys = useQuery({
    ...trpc.apiKeys.list.queryOptions(),
    enabled: kind === "api_key" && canReadKeys.isAllowed,
  });
  const processors = useQuery({ ...trpc.processors.list.queryOptions(), enabled: kind === "processor" });
  const configs = (cards.data ?? []).flatMap((card) => card.configs);
  const choices: Partial<Record<typeof kind, readonly { id: string; name: string }[]>> = {
    provider_config: configs,
    api_key: keys.data ?? [],
    processor: processors.data ?? [],
  };
  const byId = choices[kind];
  return (
    <>
      <SelectField
        name="scopeKind"
        label={t("scope")}
        options={alertScopeKind.options.map((value) => ({ value, label: t(`scopes.${value}`) }))}
        onValueChange={() => setValue("scopeValue", "")}
      />
      {byId ? (
        <SelectField
          name="scopeValue"
          label={t(`scopes.${kind}`)}
          placeholder={t("choose")}
          options={byId.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : kind === "tenant" ? null : (
        <TextField name="scopeValue" label={t(`scopes.${kind}`)} maxLength={200} />
      )}
    </>
  );
}
