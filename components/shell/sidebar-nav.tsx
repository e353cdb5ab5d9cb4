"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import type { NavItem } from "./nav-items";
import { useNavGroups } from "./use-nav-groups";

export interface SidebarNavProps {
  isCollapsed?: boolean;
  onNavigate?: () => void;
}

export function SidebarNav({ isCollapsed = false, onNavigate }: SidebarNavProps) {
  const t = useTranslations("shell");
  const groups = useNavGroups();
  return (
    <nav aria-label={t("navigation")} className="flex flex-1 flex-col gap-4 overflow-y-auto px-2 py-3">
      {groups.map((group) => (
        <div key={group.title ?? "start"} className="flex flex-col gap-0.5">
          {group.title && !isCollapsed ? (
            <p className="px-2 pb-1 text-xs text-muted-foreground">{t(`groups.${group.title}`)}</p>
          ) : null}
          {group.items.map((item) => (
            <SidebarLink key={item.page} item={item} isCollapsed={isCollapsed} onNavigate={onNavigate} />
          ))}
        </div>
      ))}
    </nav>
  );
}

function SidebarLink({ item, isCollapsed, onNavigate }: SidebarNavProps & { item: NavItem }) {
  const t = useTranslations("shell.pages");
  const tenantPath = useTenantPath();
  const pathname = usePathname();
  const href = tenantPath(item.path);
  const isCurrent = item.path === "/" ? pathname === href : pathname === href || pathname.startsWith(`${href}/`);
  const link = (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={isCollapsed ? t(item.page) : undefined}
      onClick={onNavigate}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 text-[13px] outline-none transition-colors focus-visible:ring-2 focus-visible:ring-ring",
        isCurrent
          ? "bg-accent font-medium text-foreground"
          : "text-muted-foreground hover:bg-accent/60 hover:text-foreground",
        isCollapsed && "justify-center px-0",
      )}
    >
      <item.icon className={cn("size-4 shrink-0", isCurrent && "text-primary")} aria-hidden />
      {isCollapsed ? null : t(item.page)}
    </Link>
  );
  if (!isCollapsed) return link;
  return (
    <Tooltip>
      <TooltipTrigger asChild>{link}</TooltipTrigger>
      <TooltipContent side="right">{t(item.page)}</TooltipContent>
    </Tooltip>
  );
}
