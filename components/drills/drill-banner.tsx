"use client";

import { useQuery } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { RelativeTime } from "@/components/shared/relative-time";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { useTRPC } from "@/components/trpc/client";
import { useDrillNames } from "./use-drill-names";

const POLL_BUSY_MS = 5_000;
const POLL_IDLE_MS = 30_000;

/** Says on every page that a drill is on, so that nobody takes its failures for real ones. Nothing while there is none. */
export function DrillBanner() {
  const t = useTranslations("drills");
  const tenantPath = useTenantPath();
  const namesOf = useDrillNames();
  const trpc = useTRPC();
  const { data: drill } = useQuery(
    trpc.drills.running.queryOptions(undefined, {
      refetchInterval: (query) => (query.state.data ? POLL_BUSY_MS : POLL_IDLE_MS),
    }),
  );
  return (
    <div role="status">
      {drill ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-warning-soft px-4 py-2 text-[13px] text-warning md:px-8">
          <Siren className="size-4 shrink-0" aria-hidden />
          <strong className="font-medium">{t("bannerTitle")}</strong>
          <span className="min-w-0 flex-1 text-foreground">
            {t("bannerText", namesOf(drill))} {t("ends")} <RelativeTime date={drill.endsAt} />
          </span>
          <Link
            href={tenantPath(`/routing?tab=drill&drill=${drill.id}`)}
            className="rounded-sm font-medium text-foreground underline underline-offset-4 outline-none focus-visible:ring-2 focus-visible:ring-ring"
          >
            {t("bannerShow")}
          </Link>
        </div>
      ) : null}
    </div>
  );
}
