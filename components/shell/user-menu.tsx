"use client";

import { Languages, LogOut, SunMoon } from "lucide-react";
import { useTheme } from "next-themes";
import { useTransition } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useRemember } from "@/components/shared/preferences";
import { useSession } from "@/components/shared/session";
import { THEMES } from "@/components/shared/themes";
import { useSignOut } from "@/components/shared/use-sign-out";
import { AvatarInitials } from "@/components/ui/avatar-initials";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { cn } from "@/lib/cn";
import { LOCALES } from "@/lib/i18n/locale";

export function UserMenu({ isCollapsed = false }: { isCollapsed?: boolean }) {
  const t = useTranslations("shell");
  const { user, role } = useSession();
  const states = useTranslations("states");
  const { theme, setTheme } = useTheme();
  const locale = useLocale();
  const remember = useRemember();
  const signOut = useSignOut();
  const [, startTransition] = useTransition();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("userMenu", { name: user.name })}
        className={cn(
          "flex h-10 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left outline-none hover:bg-accent focus-visible:ring-2 focus-visible:ring-ring",
          isCollapsed && "justify-center px-0",
        )}
      >
        <AvatarInitials name={user.name} />
        {isCollapsed ? null : (
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="truncate text-[13px] leading-4 font-medium">{user.name}</span>
            <span className="truncate text-xs leading-4 text-muted-foreground">{states(`roles.${role}`)}</span>
          </span>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="w-56">
        <DropdownMenuLabel className="truncate">{user.email}</DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuSub>
          <DropdownMenuSubTrigger>
            <SunMoon aria-hidden />
            {t("theme")}
          </DropdownMenuSubTrigger>
          <DropdownMenuSubContent>
            <DropdownMenuRadioGroup value={theme} onValueChange={setTheme}>
              {THEMES.map((name) => (
                <DropdownMenuRadioItem key={name} value={name}>
                  {t(`themes.${name}`)}
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </DropdownMenuSubContent>
        </DropdownMenuSub>
        <DropdownMenuSub>
          <DropdownMenuSubTrigger>
            <Languages aria-hidden />
            {t("language")}
          </DropdownMenuSubTrigger>
          <DropdownMenuSubContent>
            <DropdownMenuRadioGroup value={locale}>
              {LOCALES.map((name) => (
                <DropdownMenuRadioItem
                  key={name}
                  value={name}
                  lang={name}
                  onSelect={() => startTransition(() => remember({ name: "locale", value: name }))}
                >
                  {t(`languages.${name}`)}
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </DropdownMenuSubContent>
        </DropdownMenuSub>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden />
          {t("signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
