"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { useSession } from "@/components/shared/session";
import { StatusBadge } from "@/components/shared/status-badge";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Progress } from "@/components/ui/progress";
import type { RequestFilters } from "@/lib/contracts/request";
import type { RequestExportView } from "@/lib/contracts/request-export";

const POLL_MS = 1_000;

const isActive = ({ status }: RequestExportView) => status === "queued" || status === "running";

/** Every request that matches, as a CSV file: written in the background, kept for a week, and fetched at once when it is done soon. */
export function ExportButton({ filters }: { filters: RequestFilters }) {
  const t = useTranslations("usage.exports");
  const trpc = useTRPC();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [isOpen, setIsOpen] = useState(false);
  const awaited = useRef<string | null>(null);
  const href = useDownloadAddress();
  const { data: exports = [] } = useQuery(
    trpc.requestExports.list.queryOptions(undefined, {
      enabled: isOpen,
      refetchInterval: (query) => (query.state.data?.some(isActive) ? POLL_MS : false),
    }),
  );
  const refresh = () => client.invalidateQueries(trpc.requestExports.list.pathFilter());
  const start = useMutation(
    trpc.requestExports.start.mutationOptions({
      onSuccess: ({ id }) => {
        awaited.current = id;
        void refresh();
        void client.invalidateQueries(trpc.jobs.list.pathFilter());
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const cancel = useMutation(
    trpc.requestExports.cancel.mutationOptions({
      onSuccess: refresh,
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  useEffect(() => {
    const done = exports.find(({ id, status }) => id === awaited.current && status === "succeeded");
    if (!done) return;
    awaited.current = null;
    // An attachment: the page stays.
    window.location.assign(href(done.id));
  }, [exports, href]);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline">
          <Download aria-hidden />
          {t("open")}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t("title")} className="flex w-96 flex-col gap-3">
        <p className="text-xs text-muted-foreground">{t("text")}</p>
        <Button onClick={() => start.mutate(filters)} isPending={start.isPending}>
          {t("start")}
        </Button>
        {exports.length > 0 ? (
          <ul aria-label={t("recent")} className="flex max-h-72 flex-col divide-y overflow-y-auto">
            {exports.map((each) => (
              <ExportRow
                key={each.id}
                item={each}
                href={href(each.id)}
                onCancel={() => cancel.mutate({ id: each.id })}
              />
            ))}
          </ul>
        ) : null}
      </PopoverContent>
    </Popover>
  );
}

const TONES = {
  queued: "neutral",
  running: "info",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
} as const;

function ExportRow({ item, href, onCancel }: { item: RequestExportView; href: string; onCancel: () => void }) {
  const t = useTranslations("usage.exports");
  const states = useTranslations("states.job");
  const format = useFormatter();
  const { status, progressDone, progressTotal, rowCount } = item;
  const percent = progressTotal ? Math.min(100, Math.round((progressDone / progressTotal) * 100)) : null;
  const name = format.dateTime(item.createdAt, { dateStyle: "medium", timeStyle: "short" });
  return (
    <li className="flex flex-col gap-1.5 py-2 text-[13px]">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <StatusBadge tone={TONES[status]}>{states(status)}</StatusBadge>
        {isActive(item) ? (
          <Button variant="ghost" size="sm" onClick={onCancel}>
            {states("cancel")}
          </Button>
        ) : null}
        {status === "succeeded" ? (
          <Button asChild variant="outline" size="sm">
            <a href={href} download aria-label={t("downloadOf", { name })}>
              {t("download")}
            </a>
          </Button>
        ) : null}
      </div>
      {isActive(item) ? <Progress value={percent} aria-label={t("progressOf", { name })} /> : null}
      <p className="text-xs text-muted-foreground tabular-nums" role={isActive(item) ? "status" : undefined}>
        {isActive(item) ? t("rowsSoFar", { count: progressDone }) : null}
        {status === "succeeded"
          ? t("rows", { count: rowCount ?? 0, until: format.dateTime(item.expiresAt, { dateStyle: "medium" }) })
          : null}
        {status === "failed" ? item.errorMessage : null}
      </p>
    </li>
  );
}

function useDownloadAddress(): (id: string) => string {
  const { tenant } = useSession();
  return (id) => `/api/export/requests?${new URLSearchParams({ tenant: tenant.slug, export: id })}`;
}
