"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { StatTile } from "@/components/shared/stat-tile";
import { TokenCount } from "@/components/shared/token-count";
import type { OverviewView } from "@/lib/contracts/overview";

export function TodayTiles({ overview }: { overview: OverviewView }) {
  const t = useTranslations("overview");
  const units = useTranslations("usage.tiles");
  const format = useFormatter();
  const totals = overview.last24h;
  const milliseconds = (ms: number) => units("milliseconds", { ms: format.number(Math.round(ms)) });
  const compact = (value: number) => format.number(value, { notation: "compact", maximumFractionDigits: 1 });
  const errorRate = totals.requestCount > 0 ? totals.errorCount / totals.requestCount : 0;
  const pricing = totals.unpricedCount > 0 ? t("unpricedRequests", { count: totals.unpricedCount }) : t("allPriced");
  const spendHint = totals.requestCount > 0 ? pricing : t("noRequests");
  return (
    <section className="flex flex-col gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-sm font-semibold">{t("last24h")}</h2>
        <p className="text-xs text-muted-foreground">
          {t("asOf", { time: format.dateTime(overview.asOf, { timeStyle: "short" }) })}
        </p>
      </div>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        <StatTile
          label={t("requests")}
          value={format.number(totals.requestCount)}
          hint={t("errors", { count: totals.errorCount })}
        />
        <StatTile
          label={t("errorRate")}
          value={
            totals.requestCount > 0 ? format.number(errorRate, { style: "percent", maximumFractionDigits: 2 }) : "–"
          }
        />
        <StatTile
          label={t("p95")}
          value={totals.p95LatencyMs === null ? "–" : milliseconds(totals.p95LatencyMs)}
          hint={totals.p50LatencyMs === null ? t("noRequests") : t("p50", { value: milliseconds(totals.p50LatencyMs) })}
        />
        <StatTile label={t("spend")} value={<Money nanoUsd={totals.costNanoUsd} />} hint={spendHint} />
        <StatTile
          label={t("tokens")}
          value={<TokenCount value={totals.totalTokens} />}
          hint={t("tokensSplit", {
            prompt: compact(totals.promptTokens),
            completion: compact(totals.completionTokens),
          })}
        />
      </dl>
    </section>
  );
}
