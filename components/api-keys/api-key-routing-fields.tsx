"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import type { ApiKeyRouting } from "@/lib/contracts/api-key";

const NONE = "none";

export interface ApiKeyRoutingFieldsProps {
  value: ApiKeyRouting;
  onChange: (value: ApiKeyRouting) => void;
}

/** Where the key's calls go when they say nothing, and what they may name at all. */
export function ApiKeyRoutingFields({ value, onChange }: ApiKeyRoutingFieldsProps) {
  const t = useTranslations("apiKeys.routing");
  const trpc = useTRPC();
  const { data: profiles } = useSuspenseQuery(trpc.profiles.list.queryOptions());
  const { data: processors } = useSuspenseQuery(trpc.processors.list.queryOptions());
  const profileNames = profiles.map(({ name }) => name);
  const processorNames = processors.map(({ name }) => name);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <NameField
          label={t("profile")}
          help={t("profileHelp")}
          none={t("noProfile")}
          names={profileNames}
          value={value.defaultProfile}
          onChange={(defaultProfile) => onChange({ ...value, defaultProfile })}
        />
        <NameField
          label={t("processor")}
          help={t("processorHelp")}
          none={t("noProcessor")}
          names={processorNames}
          value={value.defaultProcessor}
          onChange={(defaultProcessor) => onChange({ ...value, defaultProcessor })}
        />
      </div>
      <AllowedModels
        profiles={profileNames}
        processors={processorNames}
        value={value.allowedModels}
        onChange={(allowedModels) => onChange({ ...value, allowedModels })}
      />
    </>
  );
}

interface NameFieldProps {
  label: string;
  help: string;
  none: string;
  names: readonly string[];
  value: string | null;
  onChange: (value: string | null) => void;
}

/** One of the organization's, or none; one that is set stays in the list, should it be gone or the operator's. */
function NameField({ label, help, none, names, value, onChange }: NameFieldProps) {
  const id = useId();
  const shown = value === null || names.includes(value) ? names : [value, ...names];
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Select value={value ?? NONE} onValueChange={(next) => onChange(next === NONE ? null : next)}>
        <SelectTrigger id={id} aria-describedby={`${id}-help`}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={NONE}>{none}</SelectItem>
          {shown.map((name) => (
            <SelectItem key={name} value={name}>
              {name}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <p id={`${id}-help`} className="text-xs text-muted-foreground">
        {help}
      </p>
    </div>
  );
}

interface AllowedModelsProps {
  profiles: readonly string[];
  processors: readonly string[];
  value: readonly string[];
  onChange: (value: string[]) => void;
}

function AllowedModels({ profiles, processors, value, onChange }: AllowedModelsProps) {
  const t = useTranslations("apiKeys.routing");
  const trpc = useTRPC();
  const { data: settings } = useSuspenseQuery(trpc.modelSettings.list.queryOptions());
  const id = useId();
  const models = settings.flatMap(({ options }) =>
    options.map(({ providerConfigName, model }) => `${providerConfigName}/${model}`),
  );
  const group = (label: string, names: readonly string[]) => ({
    label,
    options: names.filter((name) => !value.includes(name)).map((name) => ({ value: name, label: name })),
  });
  const groups = [
    group(
      t("profiles"),
      profiles.map((name) => `profile:${name}`),
    ),
    group(
      t("processors"),
      processors.map((name) => `processor:${name}`),
    ),
    group(t("models"), models),
  ].filter(({ options }) => options.length > 0);
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{t("allowed")}</Label>
      {value.length > 0 ? (
        <ul aria-label={t("allowed")} className="flex flex-col divide-y rounded-md border">
          {value.map((name) => (
            <li key={name} className="flex items-center gap-1 px-2 py-1">
              <span className="min-w-0 flex-1 truncate font-mono text-xs">{name}</span>
              <Button
                type="button"
                variant="ghost"
                size="icon"
                aria-label={t("disallow", { name })}
                onClick={() => onChange(value.filter((each) => each !== name))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <Combobox
        id={id}
        groups={groups}
        value={null}
        placeholder={value.length > 0 ? t("allowMore") : t("allowedAll")}
        searchPlaceholder={t("search")}
        emptyText={t("noneFound")}
        aria-describedby={`${id}-help`}
        onValueChange={(name) => onChange([...value, name])}
      />
      <p id={`${id}-help`} className="text-xs text-muted-foreground">
        {t("allowedHelp")}
      </p>
    </div>
  );
}
