"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { useLetterShortcuts } from "@/components/shared/letter-shortcuts";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { SettingsSection } from "./settings-section";

export function KeyboardSection() {
  const t = useTranslations("settings");
  const switchId = useId();
  const [isOn, setIsOn] = useLetterShortcuts();
  return (
    <SettingsSection title={t("keyboard")} text={t("appearanceText")}>
      <div className="flex items-start justify-between gap-6">
        <div className="flex flex-col gap-1">
          <Label htmlFor={switchId}>{t("shortcuts")}</Label>
          <p id={`${switchId}-help`} className="text-xs text-muted-foreground">
            {t("shortcutsHelp")}
          </p>
        </div>
        <Switch id={switchId} checked={isOn} onCheckedChange={setIsOn} aria-describedby={`${switchId}-help`} />
      </div>
    </SettingsSection>
  );
}
