"use client";

import { CircleCheck, CircleDashed, CircleSlash, CircleX, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { StatusBadge, type StatusTone } from "@/components/shared/status-badge";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { DrillOutcome, DrillReport } from "@/lib/contracts/drill";

const LOOKS: Record<DrillOutcome, { tone: StatusTone; icon: LucideIcon }> = {
  rescued: { tone: "success", icon: CircleCheck },
  lost: { tone: "danger", icon: CircleX },
  left: { tone: "neutral", icon: CircleSlash },
  untouched: { tone: "neutral", icon: CircleDashed },
};

/** The calls with the drill's key, each with a way to its sheet. */
export function DrilledRequests({ report: { requests, counts } }: { report: DrillReport }) {
  const t = useTranslations("drills");
  const format = useFormatter();
  const tenantPath = useTenantPath();
  const ms = (value: number | null) => (value === null ? "–" : `${format.number(Math.round(value))} ms`);
  const all = counts.rescued + counts.lost + counts.left + counts.untouched;
  return (
    <section className="flex flex-col gap-2">
      <h4 className="text-[13px] font-medium">
        {t("requests")}
        {all > requests.length ? (
          <span className="font-normal text-muted-foreground"> · {t("newest", { count: requests.length })}</span>
        ) : null}
      </h4>
      <Table aria-label={t("requests")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("time")}</TableHead>
            <TableHead>{t("outcome")}</TableHead>
            <TableHead>{t("servedBy")}</TableHead>
            <TableHead className="text-right">{t("added")}</TableHead>
            <TableHead className="text-right">{t("latency")}</TableHead>
            <TableHead className="text-right">{t("cost")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {requests.map((request) => {
            const time = format.dateTime(request.requestedAt, { timeStyle: "medium" });
            return (
              <TableRow key={request.id} className="tabular-nums">
                <TableCell>
                  <Link
                    href={tenantPath(`/requests?request=${request.id}`)}
                    aria-label={t("open", { time })}
                    className="rounded-sm underline-offset-4 outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
                  >
                    {time}
                  </Link>
                </TableCell>
                <TableCell>
                  <StatusBadge {...LOOKS[request.outcome]}>{t(`outcomes.${request.outcome}`)}</StatusBadge>
                </TableCell>
                <TableCell className="font-mono text-xs">
                  {request.status === "success"
                    ? [request.providerConfigName ?? t("gone"), request.modelServed].join("/")
                    : `${t("nobody")} · ${request.errorCode}`}
                </TableCell>
                <TableCell className="text-right">{ms(request.addedMs)}</TableCell>
                <TableCell className="text-right">{ms(request.latencyMs)}</TableCell>
                <TableCell className="text-right">
                  <Money nanoUsd={request.costNanoUsd} isPriced={request.isPriced} />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </section>
  );
}
