"use client";

import { useInfiniteQuery, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { AlertView } from "@/lib/contracts/alert";
import { AlertStateBadge } from "./alert-state-badge";
import { AlertTimeline } from "./alert-timeline";
import { DeliveryLine } from "./delivery-line";
import { useAlertFormat } from "./use-alert-format";

const POLL_MS = 15_000;

/** What fired, newest first. */
export function AlertHistory({ addRule }: { addRule: ReactNode }) {
  const t = useTranslations("alerts");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { data: latest } = useSuspenseQuery(
    trpc.alerts.list.queryOptions({ state: "all" }, { refetchInterval: POLL_MS }),
  );
  // Older pages stand still while the latest one is renewed; where the two overlap, the latest one says it as it is.
  const [olderThan, setOlderThan] = useState<string | null>(null);
  const older = useInfiniteQuery({
    queryKey: trpc.alerts.list.infiniteQueryKey({ state: "all", cursor: olderThan ?? undefined }),
    queryFn: ({ pageParam, signal }) =>
      client.alerts.list.query({ state: "all", ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    enabled: olderThan !== null,
    initialPageParam: olderThan,
    getNextPageParam: (page) => page.nextCursor,
  });
  const byId = new Map(
    [...(older.data?.pages.flatMap((page) => page.alerts) ?? []), ...latest.alerts].map((alert) => [alert.id, alert]),
  );
  const alerts = [...byId.values()].toSorted((a, b) => b.openedAt.getTime() - a.openedAt.getTime());
  const hasMore = olderThan === null ? latest.nextCursor !== null : older.hasNextPage;
  const showOlder = () => (olderThan === null ? setOlderThan(latest.nextCursor) : void older.fetchNextPage());
  if (alerts.length === 0) {
    return <DataState icon={BellRing} title={t("firstUseTitle")} text={t("firstUseText")} action={addRule} />;
  }
  return (
    <div className="flex flex-col gap-5">
      <AlertTimeline alerts={alerts} />
      <Table aria-label={t("tabs.history")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("alert")}</TableHead>
            <TableHead>{t("state")}</TableHead>
            <TableHead>{t("value")}</TableHead>
            <TableHead>{t("opened")}</TableHead>
            <TableHead>{t("told")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {alerts.map((alert) => (
            <AlertRow key={alert.id} alert={alert} />
          ))}
        </TableBody>
      </Table>
      {hasMore ? (
        <Button variant="outline" className="self-center" isPending={older.isFetching} onClick={showOlder}>
          {t("showOlder")}
        </Button>
      ) : null}
    </div>
  );
}

function AlertRow({ alert }: { alert: AlertView }) {
  const t = useTranslations("alerts");
  const format = useAlertFormat();
  const errorText = useErrorText();
  const canAcknowledge = usePermission("alerts.acknowledge");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const acknowledge = useMutation(
    trpc.alerts.acknowledge.mutationOptions({
      onError: (error) => toast.error(errorText(error)),
      onSettled: () => queryClient.invalidateQueries(trpc.alerts.pathFilter()),
    }),
  );
  const { metric, value, threshold } = alert;
  return (
    <TableRow>
      <TableCell>
        <div className="max-w-72 truncate font-medium">{alert.title}</div>
        <div className="max-w-72 truncate text-xs text-muted-foreground">
          {alert.detail ?? (metric ? t(`metrics.${metric}`) : null)}
        </div>
      </TableCell>
      <TableCell>
        <AlertStateBadge state={alert.state} />
        {alert.state === "acknowledged" && alert.acknowledgedBy ? (
          <div className="pt-0.5 text-xs text-muted-foreground">{t("by", { name: alert.acknowledgedBy })}</div>
        ) : null}
      </TableCell>
      <TableCell className="tabular-nums">
        {metric && value !== null ? format.value(metric, value) : "–"}
        {metric && threshold !== null ? (
          <div className="text-xs text-muted-foreground">
            {t("thresholdOf", { value: format.value(metric, threshold) })}
          </div>
        ) : null}
      </TableCell>
      <TableCell>
        <RelativeTime date={alert.openedAt} />
        {alert.resolvedAt ? (
          <div className="text-xs text-muted-foreground">
            {t("resolvedAt")} <RelativeTime date={alert.resolvedAt} />
          </div>
        ) : null}
      </TableCell>
      <TableCell>
        <ul className="flex flex-col gap-1 text-xs">
          <li>{t("inConsole")}</li>
          {alert.deliveries.map((delivery) => (
            <DeliveryLine key={`${delivery.channelName} ${delivery.transition}`} delivery={delivery} />
          ))}
        </ul>
      </TableCell>
      <TableCell className="text-right">
        {alert.state === "open" ? (
          <GuardedButton
            reason={canAcknowledge.reason}
            variant="outline"
            size="sm"
            isPending={acknowledge.isPending}
            aria-label={t("acknowledgeNamed", { name: alert.title })}
            onClick={() => acknowledge.mutate({ id: alert.id })}
          >
            {t("acknowledge")}
          </GuardedButton>
        ) : null}
      </TableCell>
    </TableRow>
  );
}
