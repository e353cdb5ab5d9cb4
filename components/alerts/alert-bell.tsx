"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { RelativeTime } from "@/components/shared/relative-time";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { AlertStateBadge } from "./alert-state-badge";

const POLL_MS = 20_000;
const SHOWN = 5;

/** The organization's latest alerts, with how many are new to the reader; opening it marks them seen. */
export function AlertBell() {
  const t = useTranslations("alerts");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const tenantPath = useTenantPath();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const { data: counts } = useQuery(trpc.alerts.counts.queryOptions(undefined, { refetchInterval: POLL_MS }));
  const { data: latest } = useQuery({
    ...trpc.alerts.list.queryOptions({ state: "all", limit: SHOWN }),
    enabled: isOpen,
  });
  const markSeen = useMutation(
    trpc.alerts.markSeen.mutationOptions({
      onSuccess: (seen) => queryClient.setQueryData(trpc.alerts.counts.queryKey(), seen),
    }),
  );
  const unread = counts?.unread ?? 0;
  const label = t("bell", { count: unread });
  const open = (next: boolean) => {
    setIsOpen(next);
    if (next && unread > 0) markSeen.mutate();
  };
  return (
    <Popover open={isOpen} onOpenChange={open}>
      <span role="status" className="sr-only">
        {unread > 0 ? label : ""}
      </span>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="icon" className="relative" aria-label={label} title={label}>
          <Bell aria-hidden />
          {unread > 0 ? (
            <span
              aria-hidden
              className="absolute -top-0.5 -right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-danger px-1 text-[10px] leading-none font-semibold text-background"
            >
              {unread > 99 ? "99+" : unread}
            </span>
          ) : null}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="flex w-80 flex-col gap-3" aria-label={t("title")}>
        {latest ? null : <p className="text-[13px] text-muted-foreground">{states("loading")}</p>}
        {latest?.alerts.length === 0 ? <p className="text-[13px] text-muted-foreground">{t("bellEmpty")}</p> : null}
        <ul className="flex flex-col gap-3 empty:hidden">
          {latest?.alerts.map((alert) => (
            <li key={alert.id} className="flex flex-col gap-1 text-[13px]">
              <span className="truncate font-medium">{alert.title}</span>
              <span className="flex items-center gap-2 text-xs text-muted-foreground">
                <AlertStateBadge state={alert.state} />
                <RelativeTime date={alert.openedAt} />
              </span>
            </li>
          ))}
        </ul>
        <Button asChild variant="outline" size="sm">
          <Link href={tenantPath("/alerts")} onClick={() => setIsOpen(false)}>
            {t("showAll")}
          </Link>
        </Button>
      </PopoverContent>
    </Popover>
  );
}
