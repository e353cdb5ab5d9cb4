"use client";

import { useTheme } from "next-themes";
import { useId, useSyncExternalStore, useTransition } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useRemember } from "@/components/shared/preferences";
import { THEMES } from "@/components/shared/themes";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { LOCALES } from "@/lib/i18n/locale";
import { SettingsSection } from "./settings-section";

const subscribeToNothing = () => () => {};

export function AppearanceSection() {
  const t = useTranslations("settings");
  const shell = useTranslations("shell");
  const { theme, setTheme } = useTheme();
  const locale = useLocale();
  const remember = useRemember();
  const [, startTransition] = useTransition();
  const themeId = useId();
  const languageId = useId();
  // The theme is known in the browser alone, so the server's picture must not claim one.
  const isHydrated = useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );
  return (
    <SettingsSection title={t("appearance")} text={t("appearanceText")}>
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={themeId}>{t("theme")}</Label>
        <Select value={isHydrated ? (theme ?? "system") : ""} onValueChange={setTheme}>
          <SelectTrigger id={themeId}>
            <SelectValue placeholder={shell("themes.system")} />
          </SelectTrigger>
          <SelectContent>
            {THEMES.map((name) => (
              <SelectItem key={name} value={name}>
                {shell(`themes.${name}`)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={languageId}>{t("language")}</Label>
        <Select
          value={locale}
          onValueChange={(value) => {
            const chosen = LOCALES.find((name) => name === value);
            if (chosen) startTransition(() => remember({ name: "locale", value: chosen }));
          }}
        >
          <SelectTrigger id={languageId}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {LOCALES.map((name) => (
              <SelectItem key={name} value={name} lang={name}>
                {shell(`languages.${name}`)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
    </SettingsSection>
  );
}
