"use client";

import { CircleAlert, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { RelativeTime } from "@/components/shared/relative-time";
import type { RequestDetail } from "@/lib/contracts/request";
import { DetailList, DetailSection } from "./detail-list";
import { ModelNames } from "./requests-table";

export function SummarySection({ request }: { request: RequestDetail }) {
  const t = useTranslations("requests");
  const types = useTranslations("playground.tabs");
  const format = useFormatter();
  const milliseconds = (ms: number) => t("milliseconds", { ms: format.number(ms) });
  const provider =
    request.providerConfigName && request.providerConfigName !== request.provider
      ? `${request.provider} · ${request.providerConfigName}`
      : request.provider;
  return (
    <DetailSection title={t("sections.summary")}>
      {request.errorMessage || request.errorCode ? (
        <div className="flex gap-2 rounded-md border border-danger/30 bg-danger-soft px-3 py-2 text-[13px] text-danger">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <div className="flex min-w-0 flex-col">
            <p className="break-words">{request.errorMessage}</p>
            <code className="font-mono text-xs">{request.errorCode}</code>
          </div>
        </div>
      ) : null}
      {request.warnings.length > 0 ? (
        <ul aria-label={t("warnings")} className="flex flex-col gap-1 rounded-md bg-warning-soft px-3 py-2 text-[13px]">
          {request.warnings.map((warning) => (
            <li key={warning} className="flex gap-2 text-warning">
              <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
              <span className="min-w-0 break-words">{warning}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <DetailList
        entries={[
          { name: t("columns.time"), value: <RelativeTime date={request.requestedAt} display="both" /> },
          { name: t("fields.modelType"), value: types(request.modelType) },
          { name: t("columns.model"), value: <ModelNames request={request} /> },
          { name: t("columns.provider"), value: provider },
          { name: t("fields.source"), value: t(`sources.${request.source}`) },
          { name: t("fields.apiKeyId"), value: request.apiKeyName },
          { name: t("member"), value: request.userName },
          { name: t("task"), value: request.taskType },
          {
            name: t("columns.tokens"),
            value: t("tokens", { input: request.promptTokens, output: request.completionTokens }),
          },
          {
            name: t("columns.cost"),
            value: <Money nanoUsd={request.costNanoUsd} isPriced={request.isPriced} isExact />,
          },
          {
            name: t("columns.firstToken"),
            value: request.timeToFirstTokenMs === null ? null : milliseconds(request.timeToFirstTokenMs),
          },
          { name: t("totalLatency"), value: milliseconds(request.latencyMs) },
          { name: t("delivery"), value: request.isStream ? t("streamed") : t("whole") },
          { name: t("cache"), value: request.cacheHit ? t("cacheHit") : null },
        ]}
      />
    </DetailSection>
  );
}
