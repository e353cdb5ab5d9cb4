"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";
import { ModelPicker } from "./model-picker";

/** As typed; `readChatSettings` makes parameters of them. */
export interface ChatSettingsValue {
  system: string;
  temperature: string;
  maxTokens: string;
}

export interface ChatSettingsFaults {
  temperature: boolean;
  maxTokens: boolean;
}

/** Blank fields are left to the model's own defaults. */
export function readChatSettings(value: ChatSettingsValue) {
  const temperature = value.temperature.trim() === "" ? undefined : Number(value.temperature);
  const maxTokens = value.maxTokens.trim() === "" ? undefined : Number(value.maxTokens);
  const faults: ChatSettingsFaults = {
    temperature: temperature !== undefined && !(temperature >= 0 && temperature <= 2),
    maxTokens: maxTokens !== undefined && !(Number.isInteger(maxTokens) && maxTokens > 0 && maxTokens <= 1_000_000),
  };
  const parameters = {
    ...(value.system.trim() === "" ? {} : { system: value.system }),
    ...(temperature === undefined || faults.temperature ? {} : { temperature }),
    ...(maxTokens === undefined || faults.maxTokens ? {} : { maxTokens }),
  };
  return { parameters, faults };
}

interface ChatSettingsProps {
  value: ChatSettingsValue;
  faults: ChatSettingsFaults;
  onChange: (value: ChatSettingsValue) => void;
}

export function ChatSettings({ value, faults, onChange }: ChatSettingsProps) {
  const t = useTranslations("playground.chat");
  const id = useId();
  const set = (name: keyof ChatSettingsValue) => (event: { target: { value: string } }) =>
    onChange({ ...value, [name]: event.target.value });
  return (
    <>
      <ModelPicker />
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={`${id}-system`}>{t("system")}</Label>
        <Textarea
          id={`${id}-system`}
          value={value.system}
          onChange={set("system")}
          placeholder={t("systemPlaceholder")}
          className="min-h-28 resize-y"
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          id={`${id}-temperature`}
          label={t("temperature")}
          hint={t("temperatureHint")}
          isFaulty={faults.temperature}
          value={value.temperature}
          onChange={set("temperature")}
        />
        <NumberField
          id={`${id}-max`}
          label={t("maxTokens")}
          hint={t("maxTokensHint")}
          isFaulty={faults.maxTokens}
          value={value.maxTokens}
          onChange={set("maxTokens")}
        />
      </div>
    </>
  );
}

interface NumberFieldProps {
  id: string;
  label: string;
  hint: string;
  isFaulty: boolean;
  value: string;
  onChange: (event: { target: { value: string } }) => void;
}

function NumberField({ id, label, hint, isFaulty, value, onChange }: NumberFieldProps) {
  const t = useTranslations("playground.chat");
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        placeholder={t("modelDefault")}
        value={value}
        onChange={onChange}
        aria-invalid={isFaulty || undefined}
        aria-describedby={`${id}-hint`}
      />
      <p id={`${id}-hint`} className={isFaulty ? "text-xs text-danger" : "text-xs text-muted-foreground"}>
        {hint}
      </p>
    </div>
  );
}
