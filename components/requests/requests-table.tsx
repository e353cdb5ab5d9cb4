"use client";

import { ArrowRight, Radio } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { RelativeTime } from "@/components/shared/relative-time";
import { TokenCount } from "@/components/shared/token-count";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { RequestSummary } from "@/lib/contracts/request";
import { RequestStatusBadge } from "./request-status-badge";

interface RequestsTableProps {
  requests: RequestSummary[];
  openId: string | null;
  onOpen: (id: string) => void;
}

/** Marks the button of a row, for `useRowKeys` to find. */
export const ROW_BUTTON = "data-request-row";

export function RequestsTable({ requests, openId, onOpen }: RequestsTableProps) {
  const t = useTranslations("requests");
  const format = useFormatter();
  return (
    <Table aria-label={t("title")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("columns.time")}</TableHead>
          <TableHead>{t("columns.status")}</TableHead>
          <TableHead>{t("columns.model")}</TableHead>
          <TableHead>{t("columns.provider")}</TableHead>
          <TableHead>{t("columns.caller")}</TableHead>
          <TableHead className="text-right">{t("columns.tokens")}</TableHead>
          <TableHead className="text-right">{t("columns.cost")}</TableHead>
          <TableHead className="text-right">{t("columns.latency")}</TableHead>
          <TableHead className="text-right">{t("columns.attempts")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {requests.map((request) => (
          <TableRow
            key={request.id}
            data-state={request.id === openId ? "selected" : undefined}
            onClick={() => onOpen(request.id)}
            className="cursor-pointer"
          >
            <TableCell>
              <button
                type="button"
                {...{ [ROW_BUTTON]: request.id }}
                aria-haspopup="dialog"
                onClick={(event) => {
                  event.stopPropagation();
                  onOpen(request.id);
                }}
                className="min-h-6 rounded-sm text-left outline-none hover:underline focus-visible:ring-2 focus-visible:ring-ring"
              >
                <RelativeTime date={request.requestedAt} />
              </button>
            </TableCell>
            <TableCell>
              <RequestStatusBadge status={request.status} errorCode={request.errorCode} />
            </TableCell>
            <TableCell className="max-w-64">
              <ModelNames request={request} />
            </TableCell>
            <TableCell className="max-w-36 truncate" title={request.providerConfigName ?? undefined}>
              {request.providerConfigName ?? request.provider ?? "–"}
            </TableCell>
            <TableCell className="max-w-36 truncate">
              <span title={t(`sources.${request.source}`)}>{request.apiKeyName ?? request.userName ?? "–"}</span>
            </TableCell>
            <TableCell className="text-right">
              <TokenCount value={request.totalTokens} isEstimated={request.isUsageEstimated} />
            </TableCell>
            <TableCell className="text-right">
              <Money nanoUsd={request.costNanoUsd} isPriced={request.isPriced} />
            </TableCell>
            <TableCell className="text-right">
              {request.timeToFirstTokenMs === null ? null : (
                <span className="text-muted-foreground">
                  {format.number(request.timeToFirstTokenMs)}
                  <span className="sr-only"> {t("columns.firstToken")}</span> /{" "}
                </span>
              )}
              {t("milliseconds", { ms: format.number(request.latencyMs) })}
            </TableCell>
            <TableCell className="text-right">
              <span className="inline-flex items-center gap-1.5">
                {request.cacheHit ? <Badge variant="info">{t("cacheHit")}</Badge> : null}
                {request.isStream ? (
                  <span title={t("streamed")}>
                    <Radio className="size-3.5 text-muted-foreground" aria-hidden />
                    <span className="sr-only">{t("streamed")}</span>
                  </span>
                ) : null}
                {format.number(request.attemptCount)}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** What was asked for, and what served it when that is something else. */
export function ModelNames({ request }: { request: Pick<RequestSummary, "modelRequested" | "modelServed"> }) {
  const t = useTranslations("requests");
  const { modelRequested, modelServed } = request;
  if (modelServed === null || modelServed === modelRequested || modelRequested.endsWith(`/${modelServed}`)) {
    return (
      <span className="block truncate font-mono text-xs" title={modelRequested}>
        {modelRequested}
      </span>
    );
  }
  return (
    <span className="flex min-w-0 items-center gap-1 font-mono text-xs" title={`${modelRequested} → ${modelServed}`}>
      <span className="truncate text-muted-foreground">{modelRequested}</span>
      <ArrowRight className="size-3 shrink-0 text-muted-foreground" aria-hidden />
      <span className="sr-only">{t("servedBy")}</span>
      <span className="truncate">{modelServed}</span>
    </span>
  );
}
