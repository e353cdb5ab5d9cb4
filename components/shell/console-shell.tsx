"use client";

import { CircleQuestionMark, Menu, PanelLeft, Search } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState, useTransition } from "react";
import { useTranslations } from "use-intl";
import { AlertBell } from "@/components/alerts/alert-bell";
import { DrillBanner } from "@/components/drills/drill-banner";
import { Logo } from "@/components/shared/logo";
import { useRemember } from "@/components/shared/preferences";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Sheet, SheetContent, SheetTitle } from "@/components/ui/sheet";
import { cn } from "@/lib/cn";
import { ActiveJobs } from "./active-jobs";
import { CommandPalette } from "./command-palette";

import { ShortcutsDialog } from "./shortcuts-dialog";
import { SidebarNav } from "./sidebar-nav";
import { TenantSwitcher } from "./tenant-switcher";
import { useShortcuts } from "./use-shortcuts";
import { UserMenu } from "./user-menu";

export function ConsoleShell({
  isInitiallyCollapsed,
  children,
}: {
  isInitiallyCollapsed: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  const tenantPath = useTenantPath();
  const remember = useRemember();
  const [, startTransition] = useTransition();
  const [isCollapsed, setIsCollapsed] = useState(isInitiallyCollapsed);
  const [open, setOpen] = useState<"palette" | "help" | "drawer" | null>(null);
  const setOpenOf = (name: "palette" | "help" | "drawer") => (isOpen: boolean) => setOpen(isOpen ? name : null);
  useShortcuts({ openPalette: () => setOpen("palette"), openHelp: () => setOpen("help") });
  const toggleSidebar = () => {
    setIsCollapsed(!isCollapsed);
    startTransition(() => remember({ name: "sidebar", value: isCollapsed ? "open" : "collapsed" }));
  };
  const toggleLabel = isCollapsed ? t("expandSidebar") : t("collapseSidebar");
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-primary focus:px-3 focus:py-2 focus:text-primary-foreground"
      >
        {t("skipToContent")}
      </a>
      <aside
        className={cn(
          "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-sidebar transition-[width] md:flex",
          isCollapsed ? "w-14" : "w-56",
        )}
      >
        <Link
          href={tenantPath("/")}
          className={cn(
            "flex h-12 items-center gap-2 border-b px-4 text-[15px] font-semibold tracking-tight outline-none focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset",
            isCollapsed && "justify-center px-0",
          )}
        >
          <Logo className="size-5 shrink-0" />
          <span className={cn(isCollapsed && "sr-only")}>{t("product")}</span>
        </Link>
        <div className="flex items-center px-2 pt-2">
          <TenantSwitcher isCollapsed={isCollapsed} />
        </div>
        <SidebarNav isCollapsed={isCollapsed} />
        <div className="border-t p-2">
          <UserMenu isCollapsed={isCollapsed} />
        </div>
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-background px-3 md:px-4">
          <Button
            variant="ghost"
            size="icon"
            className="md:hidden"
            aria-label={t("openNavigation")}
            onClick={() => setOpen("drawer")}
          >
            <Menu aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon"
            className="hidden md:inline-flex"
            aria-label={toggleLabel}
            aria-expanded={!isCollapsed}
            title={toggleLabel}
            onClick={toggleSidebar}
          >
            <PanelLeft aria-hidden />
          </Button>
          <Button
            variant="outline"
            className="w-full max-w-64 min-w-0 shrink justify-start px-2.5 font-normal text-muted-foreground shadow-none"
            onClick={() => setOpen("palette")}
          >
            <Search aria-hidden />
            <span className="flex-1 truncate text-left">{t("search")}</span>
            <Kbd className="hidden sm:inline-flex">Ctrl K</Kbd>
          </Button>
          <div className="ml-auto flex items-center gap-1">
            <ActiveJobs />
            <AlertBell />
            <Button
              variant="ghost"
              size="icon"
              aria-label={t("shortcuts")}
              title={t("shortcuts")}
              onClick={() => setOpen("help")}
            >
              <CircleQuestionMark aria-hidden />
            </Button>
          </div>
        </header>
        <DrillBanner />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl flex-1 px-4 py-6 outline-none md:px-8">
          {children}
        </main>
      </div>
      <Sheet open={open === "drawer"} onOpenChange={setOpenOf("drawer")}>
        <SheetContent side="left" aria-describedby={undefined}>
          <SheetTitle className="sr-only">{t("navigation")}</SheetTitle>
          <div className="flex h-12 items-center border-b pr-12 pl-2">
            <TenantSwitcher />
          </div>
          <SidebarNav onNavigate={() => setOpen(null)} />
          <div className="border-t p-2">
            <UserMenu />
          </div>
        </SheetContent>
      </Sheet>
      <CommandPalette open={open === "palette"} onOpenChange={setOpenOf("palette")} />
      <ShortcutsDialog open={open === "help"} onOpenChange={setOpenOf("help")} />
    </div>
  );
}
