"use client";

import { Building2, Languages, LogOut, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useTransition } from "react";
import { useTranslations } from "use-intl";
import { useRemember } from "@/components/shared/preferences";
import { useSession } from "@/components/shared/session";
import { THEMES } from "@/components/shared/themes";
import { useSignOut } from "@/components/shared/use-sign-out";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Dialog, DialogContent, DialogTitle } from "@/components/ui/dialog";
import { matchWords } from "@/components/ui/match-words";
import { LOCALES } from "@/lib/i18n/locale";
import { KeyHint } from "./key-hint";
import { useNavGroups } from "./use-nav-groups";

export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell");
  const pages = useNavGroups().flatMap((group) => group.items);
  const router = useRouter();
  const tenantPath = useTenantPath();
  const { tenant, tenants } = useSession();
  const { setTheme } = useTheme();
  const remember = useRemember();
  const signOut = useSignOut();
  const [, startTransition] = useTransition();
  const run = (action: () => void) => () => {
    onOpenChange(false);
    action();
  };
  const others = tenants.filter((entry) => entry.id !== tenant.id);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        hasCloseButton={false}
        aria-describedby={undefined}
        className="top-[18vh] translate-y-0 gap-0 overflow-hidden p-0"
      >
        <DialogTitle className="sr-only">{t("palette")}</DialogTitle>
        <Command label={t("palette")} filter={matchWords}>
          <CommandInput placeholder={t("palettePlaceholder")} aria-label={t("palettePlaceholder")} />
          <CommandList className="max-h-96">
            <CommandEmpty>{t("paletteEmpty")}</CommandEmpty>
            <CommandGroup heading={t("paletteGroups.pages")}>
              {pages.map((item) => (
                <CommandItem
                  key={item.page}
                  value={`page:${item.page}`}
                  keywords={[t(`pages.${item.page}`)]}
                  onSelect={run(() => router.push(tenantPath(item.path)))}
                >
                  <item.icon className="text-muted-foreground" aria-hidden />
                  <span className="flex-1">{t(`pages.${item.page}`)}</span>
                  <KeyHint keys={["g", item.key]} />
                </CommandItem>
              ))}
            </CommandGroup>
            {others.length > 0 ? (
              <CommandGroup heading={t("paletteGroups.tenants")}>
                {others.map((entry) => (
                  <CommandItem
                    key={entry.id}
                    value={`tenant:${entry.slug}`}
                    keywords={[entry.name]}
                    onSelect={run(() => router.push(`/t/${entry.slug}`))}
                  >
                    <Building2 className="text-muted-foreground" aria-hidden />
                    {entry.name}
                  </CommandItem>
                ))}
              </CommandGroup>
            ) : null}
            <CommandGroup heading={t("paletteGroups.actions")}>
              {THEMES.map((theme) => {
                const label = t("themeTo", { theme: t(`themes.${theme}`) });
                return (
                  <CommandItem
                    key={theme}
                    value={`theme:${theme}`}
                    keywords={[label]}
                    onSelect={run(() => setTheme(theme))}
                  >
                    <SunMoon className="text-muted-foreground" aria-hidden />
                    {label}
                  </CommandItem>
                );
              })}
              {LOCALES.map((name) => {
                const label = t("languageTo", { language: t(`languages.${name}`) });
                return (
                  <CommandItem
                    key={name}
                    value={`language:${name}`}
                    keywords={[label]}
                    onSelect={run(() => startTransition(() => remember({ name: "locale", value: name })))}
                  >
                    <Languages className="text-muted-foreground" aria-hidden />
                    {label}
                  </CommandItem>
                );
              })}
              <CommandItem value="sign-out" keywords={[t("signOut")]} onSelect={run(() => void signOut())}>
                <LogOut className="text-muted-foreground" aria-hidden />
                {t("signOut")}
              </CommandItem>
            </CommandGroup>
          </CommandList>
        </Command>
      </DialogContent>
    </Dialog>
  );
}
