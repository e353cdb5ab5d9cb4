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

/** The figures of a period, each against the one before, if there is one to compare with. */
export function UsageTiles({ totals, previous }: { totals: UsageTotals; previous: UsageTotals | null }) {
  const t = useTranslations("usage.tiles");
  const format = useFormatter();
  const errorRate = errorRateOf(totals);
  const milliseconds = (ms: number | null): ReactNode =>
    ms === null ? "–" : t("milliseconds", { ms: format.number(Math.round(ms)) });
  const isWhollyUnpriced = totals.requestCount > 0 && totals.unpricedCount === totals.requestCount;
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-7">
      <StatTile
        label={t("requests")}
        value={format.number(totals.requestCount)}
        hint={previous ? <Delta current={totals.requestCount} previous={previous.requestCount} /> : null}
      />
      <StatTile
        label={t("errorRate")}
        value={errorRate === null ? "–" : format.number(errorRate, { style: "percent", maximumFractionDigits: 2 })}
        hint={previous ? <Delta current={errorRate} previous={errorRateOf(previous)} unit="points" /> : null}
      />
      <StatTile
        label={t("rescued")}
        value={format.number(totals.rescuedCount)}
        hint={previous ? <Delta current={totals.rescuedCount} previous={previous.rescuedCount} /> : null}
      />
      <StatTile
        label={t("tokens")}
        value={<TokenCount value={totals.totalTokens} isEstimated={totals.estimatedCount > 0} />}
        hint={previous ? <Delta current={totals.totalTokens} previous={previous.totalTokens} /> : null}
      />
      <StatTile
        label={t("spend")}
        value={<Money nanoUsd={totals.costNanoUsd} isPriced={!isWhollyUnpriced} />}
        hint={previous ? <Delta current={Number(totals.costNanoUsd)} previous={Number(previous.costNanoUsd)} /> : null}
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
        value={<span title={t("within")}>{milliseconds(totals.p95LatencyMs)}</span>}
        hint={previous ? <Delta current={totals.p95LatencyMs} previous={previous.p95LatencyMs} /> : null}
      />
      <StatTile
        label={t("firstToken")}
        value={<span title={t("within")}>{milliseconds(totals.p95TimeToFirstTokenMs)}</span>}
        hint={
          previous ? <Delta current={totals.p95TimeToFirstTokenMs} previous={previous.p95TimeToFirstTokenMs} /> : null
        }
      />
    </dl>
  );
}
