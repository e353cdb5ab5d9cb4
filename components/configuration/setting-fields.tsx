"use client";

import { RotateCcw } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { REASONING_EFFORTS, SETTING_NAMES, type SettingName } from "@/lib/contracts/call-settings";
import { ROUTE_STRATEGIES } from "@/lib/contracts/routing";
import { formatSetting } from "./format-setting";
import type { SettingDraft } from "./setting-draft";

export interface SettingFieldsProps {
  draft: SettingDraft;
  onChange: (draft: SettingDraft) => void;
  /** What a field that is left empty gets, where the settings override others. */
  inherited?: Readonly<Record<string, { value: unknown; source: string | null }>>;
}

const CHOICES: Partial<Record<SettingName, readonly string[]>> = {
  reasoning_effort: REASONING_EFFORTS,
  routing_strategy: ROUTE_STRATEGIES,
  cache: ["true", "false"],
};
const UNSET = "unset";

/** One field a setting; empty is "not set", or inherited, and then says from where. */
export function SettingFields({ draft, onChange, inherited }: SettingFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {SETTING_NAMES.map((name) => (
        <SettingField
          key={name}
          name={name}
          value={draft[name] ?? ""}
          onChange={(value) => onChange({ ...draft, [name]: value })}
          {...(inherited ? { inherited: inherited[name] ?? null } : {})}
        />
      ))}
    </div>
  );
}

function SettingField({
  name,
  value,
  onChange,
  inherited,
}: {
  name: SettingName;
  value: string;
  onChange: (value: string) => void;
  inherited?: { value: unknown; source: string | null } | null;
}) {
  const t = useTranslations("configuration");
  const id = useId();
  const choices = CHOICES[name];
  const label = t(`settings.${name}`);
  const placeholder = inherited ? formatSetting(inherited.value) : t("notSet");
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex min-h-6 flex-wrap items-center justify-between gap-2">
        <Label htmlFor={id}>{label}</Label>
        {inherited === undefined ? null : value === "" ? (
          <Badge variant="outline">
            {inherited ? t("inherited", { source: inherited.source ?? "–" }) : t("inheritedNone")}
          </Badge>
        ) : (
          <span className="flex items-center gap-1">
            <Badge>{t("overridden")}</Badge>
            <Button
              variant="ghost"
              size="sm"
              type="button"
              aria-label={t("reset", { name: label })}
              onClick={() => onChange("")}
            >
              <RotateCcw aria-hidden />
              {t("resetShort")}
            </Button>
          </span>
        )}
      </div>
      {choices ? (
        <Select value={value || UNSET} onValueChange={(next) => onChange(next === UNSET ? "" : next)}>
          <SelectTrigger id={id}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={UNSET}>{placeholder}</SelectItem>
            {choices.map((choice) => (
              <SelectItem key={choice} value={choice}>
                {choice === "true" ? t("on") : choice === "false" ? t("off") : choice}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      ) : name === "stop" ? (
        <Textarea
          id={id}
          rows={2}
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}
