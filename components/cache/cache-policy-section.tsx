"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { SettingsSection } from "@/components/settings/settings-section";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { CACHE_MODES, type CachePolicy, cacheScope } from "@/lib/contracts/cache";

const HOUR_SECONDS = 60 * 60;
const TTL_SECONDS = [HOUR_SECONDS, 24 * HOUR_SECONDS, 7 * 24 * HOUR_SECONDS, 30 * 24 * HOUR_SECONDS];
const THRESHOLDS = [0.9, 0.95, 0.97, 0.99];

/** What is kept, for how long, and for whom. What was typed stays until it is saved. */
export function CachePolicySection({ policy }: { policy: CachePolicy }) {
  const t = useTranslations("cache");
  const errorText = useErrorText();
  const canWrite = usePermission("cache.write");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(policy);
  const semanticId = useId();
  const save = useMutation(
    trpc.cache.setPolicy.mutationOptions({
      onSuccess: async (saved) => {
        setDraft(saved);
        await queryClient.invalidateQueries(trpc.cache.overview.queryFilter());
        toast.success(t("policySaved"));
      },
    }),
  );
  const isDirty = JSON.stringify(draft) !== JSON.stringify(policy);
  const lifetimes = TTL_SECONDS.includes(draft.ttlSeconds) ? TTL_SECONDS : [draft.ttlSeconds, ...TTL_SECONDS];
  const { semantic } = draft;
  const thresholds = THRESHOLDS.includes(semantic.threshold) ? THRESHOLDS : [semantic.threshold, ...THRESHOLDS];
  return (
    <SettingsSection title={t("policy")} text={t("policyText")}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(draft);
        }}
      >
        <Choice
          label={t("mode")}
          help={t(`modeHelp.${draft.mode}`)}
          isDisabled={!canWrite.isAllowed}
          value={draft.mode}
          options={CACHE_MODES.map((value) => ({ value, label: t(`modes.${value}`) }))}
          onChange={(mode) => setDraft({ ...draft, mode })}
        />
        <Choice
          label={t("lifetime")}
          isDisabled={!canWrite.isAllowed}
          value={String(draft.ttlSeconds)}
          options={lifetimes.map((seconds) => ({
            value: String(seconds),
            label: t("hours", { hours: seconds / HOUR_SECONDS }),
          }))}
          onChange={(seconds) => setDraft({ ...draft, ttlSeconds: Number(seconds) })}
        />
        <Choice
          label={t("scope")}
          help={t(`scopeHelp.${draft.scope}`)}
          isDisabled={!canWrite.isAllowed}
          value={draft.scope}
          options={cacheScope.options.map((value) => ({ value, label: t(`scopes.${value}`) }))}
          onChange={(scope) => setDraft({ ...draft, scope })}
        />
        <div className="flex items-start gap-3">
          <Switch
            id={semanticId}
            aria-describedby={`${semanticId}-help`}
            checked={semantic.isEnabled}
            disabled={!canWrite.isAllowed}
            onCheckedChange={(isEnabled) => setDraft({ ...draft, semantic: { ...semantic, isEnabled } })}
          />
          <div className="flex flex-col gap-0.5">
            <Label htmlFor={semanticId}>{t("semantic")}</Label>
            <p id={`${semanticId}-help`} className="text-xs text-muted-foreground">
              {t("semanticHelp")}
            </p>
          </div>
        </div>
        {semantic.isEnabled ? (
          <Choice
            label={t("threshold")}
            help={t("thresholdHelp")}
            isDisabled={!canWrite.isAllowed}
            value={String(semantic.threshold)}
            options={thresholds.map((value) => ({ value: String(value), label: String(value) }))}
            onChange={(threshold) => setDraft({ ...draft, semantic: { ...semantic, threshold: Number(threshold) } })}
          />
        ) : null}
        {save.error ? (
          <p role="alert" className="text-[13px] text-danger">
            {errorText(save.error)}
          </p>
        ) : null}
        <GuardedButton
          type="submit"
          className="self-start"
          reason={canWrite.reason}
          disabled={canWrite.isAllowed && !isDirty}
          isPending={save.isPending}
        >
          {t("savePolicy")}
        </GuardedButton>
      </form>
    </SettingsSection>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  help?: string;
  value: T;
  options: { value: T; label: string }[];
  isDisabled: boolean;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, help, value, options, isDisabled, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Select
        value={value}
        disabled={isDisabled}
        onValueChange={(next) => {
          const chosen = options.find((option) => option.value === next);
          if (chosen) onChange(chosen.value);
        }}
      >
        <SelectTrigger id={id} aria-describedby={help ? `${id}-help` : undefined}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {options.map((option) => (
            <SelectItem key={option.value} value={option.value}>
              {option.label}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {help ? (
        <p id={`${id}-help`} className="text-xs text-muted-foreground">
          {help}
        </p>
      ) : null}
    </div>
  );
}
