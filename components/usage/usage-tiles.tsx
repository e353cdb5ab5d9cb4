"use client";

import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { StatTile } from "@/components/shared/stat-tile";
import { TokenCount } from "@/components/shared/token-count";
import type { UsageTotals } from "@/lib/contracts/usage";
import { Delta } from "./delta";
import { SmallHatch } from "./small-hatch";

const errorRateOf = (totals: UsageTotals) =>
  totals.requestCount === 0 ? null : totals.errorCount / totals.requestCount;

/** The six figures of a period, each against the one before. */
export function UsageTiles({ totals, previous }: { totals: UsageTotals; previous: UsageTotals }) {
  const t = useTranslations("usage.tiles");
  const format = useFormatter();
  const errorRate = errorRateOf(totals);
  const milliseconds = (ms: number | null): ReactNode =>
    ms === null ? "–" : t("milliseconds", { ms: format.number(Math.round(ms)) });
  const isWhollyUnpriced = totals.requestCount > 0 && totals.unpricedCount === totals.requestCount;
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <StatTile
        label={t("requests")}
        value={format.number(totals.requestCount)}
        hint={<Delta current={totals.requestCount} previous={previous.requestCount} />}
      />
      <StatTile
        label={t("errorRate")}
        value={errorRate === null ? "–" : format.number(errorRate, { style: "percent", maximumFractionDigits: 2 })}
        hint={<Delta current={errorRate} previous={errorRateOf(previous)} unit="points" />}
      />
      <StatTile
        label={t("tokens")}
        value={<TokenCount value={totals.totalTokens} isEstimated={totals.estimatedCount > 0} />}
        hint={<Delta current={totals.totalTokens} previous={previous.totalTokens} />}
      />
      <StatTile
        label={t("spend")}
        value={<Money nanoUsd={totals.costNanoUsd} isPriced={!isWhollyUnpriced} />}
        hint={<Delta current={Number(totals.costNanoUsd)} previous={Number(previous.costNanoUsd)} />}
      >
        {totals.unpricedCount > 0 ? (
          <span className="flex items-center gap-1.5 text-xs text-warning">
            <SmallHatch />
            {t("unpriced", {
              count: totals.unpricedCount,
              share: format.number(totals.unpricedCount / Math.max(1, totals.requestCount), {
                style: "percent",
                maximumFractionDigits: 1,
              }),
            })}
          </span>
        ) : null}
      </StatTile>
      <StatTile
        label={t("latency")}
        value={milliseconds(totals.p95LatencyMs)}
        hint={<Delta current={totals.p95LatencyMs} previous={previous.p95LatencyMs} />}
      />
      <StatTile
        label={t("firstToken")}
        value={milliseconds(totals.p95TimeToFirstTokenMs)}
        hint={<Delta current={totals.p95TimeToFirstTokenMs} previous={previous.p95TimeToFirstTokenMs} />}
      />
    </dl>
  );
}
