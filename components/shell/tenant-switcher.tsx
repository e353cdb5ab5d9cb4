"use client";

import { Building2, Check, ChevronsUpDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "@/components/shared/session";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { matchWords } from "@/components/ui/match-words";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { cn } from "@/lib/cn";

/** From this many on, typing finds an organization faster than looking. */
const SEARCH_FROM = 6;

export function TenantSwitcher({ isCollapsed = false }: { isCollapsed?: boolean }) {
  const t = useTranslations("shell");
  const states = useTranslations("states");
  const { tenant, tenants } = useSession();
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger
        aria-label={`${t("currentTenant", { name: tenant.name })}. ${t("switchTenant")}`}
        className={cn(
          "flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left text-[13px] outline-none hover:bg-accent focus-visible:ring-2 focus-visible:ring-ring",
          isCollapsed && "justify-center px-0",
        )}
      >
        <span className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-primary text-[11px] font-semibold text-primary-foreground uppercase">
          {Array.from(tenant.name)[0]}
        </span>
        {isCollapsed ? null : (
          <>
            <span className="min-w-0 flex-1 truncate font-medium">{tenant.name}</span>
            <ChevronsUpDown className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
          </>
        )}
      </PopoverTrigger>
      <PopoverContent aria-label={t("switchTenant")} className="w-64 p-0">
        <Command filter={matchWords}>
          {tenants.length >= SEARCH_FROM ? (
            <CommandInput placeholder={t("searchTenants")} aria-label={t("searchTenants")} />
          ) : null}
          <CommandList aria-label={t("switchTenant")}>
            <CommandEmpty>{t("noTenants")}</CommandEmpty>
            <CommandGroup heading={t("switchTenant")}>
              {tenants.map((entry) => (
                <CommandItem
                  key={entry.id}
                  value={entry.slug}
                  keywords={[entry.name]}
                  onSelect={() => {
                    setIsOpen(false);
                    router.push(`/t/${entry.slug}`);
                  }}
                >
                  <Building2 className="text-muted-foreground" aria-hidden />
                  <span className="min-w-0 flex-1 truncate">{entry.name}</span>
                  <span className="text-xs text-muted-foreground">{states(`roles.${entry.role}`)}</span>
                  <Check className={cn("size-4", entry.id !== tenant.id && "invisible")} aria-hidden />
                </CommandItem>
              ))}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
