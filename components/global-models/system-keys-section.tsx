"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { FaultsNote } from "@/components/configuration/faults-note";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import type { OperatorSettingsView } from "@/lib/contracts/global-setting";
import { Section } from "./section";

/** Whether organizations may spend the installation's own keys, and of which providers. */
export function SystemKeysSection({
  systemKeys: { policy, inEnvironment },
}: {
  systemKeys: OperatorSettingsView["systemKeys"];
}) {
  const t = useTranslations("globalModels");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const ids = { isAllowed: useId(), isAll: useId() };
  const [isAllowed, setIsAllowed] = useState(policy.isAllowed);
  const [isAll, setIsAll] = useState(policy.providers === null);
  const [chosen, setChosen] = useState<readonly string[]>(policy.providers ?? inEnvironment);
  const offered = [...new Set([...inEnvironment, ...(policy.providers ?? [])])].toSorted();
  const save = useMutation(
    trpc.globalSettings.setSystemKeys.mutationOptions({
      onSuccess: () => void toast.success(t("keysSaved")),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.globalSettings.pathKey() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ isAllowed, providers: isAll ? null : [...chosen] });
  };
  const toggle = (provider: string, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, provider] : before.filter((each) => each !== provider)));
  return (
    <Section title={t("keysTitle")} text={t("keysText")}>
      {inEnvironment.length === 0 ? (
        <p role="status" className="rounded-md border bg-muted/50 px-3 py-2 text-[13px]">
          {t("keysNone")}
        </p>
      ) : null}
      <form noValidate onSubmit={submit} className="flex flex-col items-start gap-3">
        <FaultsNote error={save.error} />
        <div className="flex items-center gap-2">
          <Switch id={ids.isAllowed} checked={isAllowed} onCheckedChange={setIsAllowed} />
          <Label htmlFor={ids.isAllowed}>{t("keysAllowed")}</Label>
        </div>
        {isAllowed ? (
          <fieldset className="flex flex-col gap-2">
            <legend className="sr-only">{t("keysOf")}</legend>
            <div className="flex items-center gap-2">
              <Checkbox id={ids.isAll} checked={isAll} onCheckedChange={(next) => setIsAll(next === true)} />
              <Label htmlFor={ids.isAll} className="font-normal">
                {t("keysAll")}
              </Label>
            </div>
            {isAll
              ? null
              : offered.map((provider) => (
                  <ProviderCheck
                    key={provider}
                    provider={provider}
                    checked={chosen.includes(provider)}
                    onChange={(isChosen) => toggle(provider, isChosen)}
                  />
                ))}
          </fieldset>
        ) : null}
        <Button type="submit" variant="outline" isPending={save.isPending}>
          {t("keysSave")}
        </Button>
      </form>
    </Section>
  );
}

interface ProviderCheckProps {
  provider: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function ProviderCheck({ provider, checked, onChange }: ProviderCheckProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2 pl-6">
      <Checkbox id={id} checked={checked} onCheckedChange={(next) => onChange(next === true)} />
      <Label htmlFor={id} className="font-normal">
        {provider}
      </Label>
    </div>
  );
}
