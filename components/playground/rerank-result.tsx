"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { PlaygroundRerankResult } from "@/lib/contracts/playground";

interface RerankResultProps {
  documents: string[];
  ranking: PlaygroundRerankResult["ranking"];
}

/** Documents, best first. Vendors score on scales of their own, so bars are relative to the best. */
export function RerankResult({ documents, ranking }: RerankResultProps) {
  const t = useTranslations("playground.rerank");
  const format = useFormatter();
  const best = Math.max(...ranking.map((entry) => entry.relevanceScore), Number.EPSILON);
  return (
    <ol aria-label={t("ranking")} className="flex flex-col divide-y">
      {ranking.map((entry, position) => (
        <li key={entry.index} className="flex items-center gap-4 py-2.5">
          <span className="w-5 shrink-0 text-right text-sm font-semibold tabular-nums">{position + 1}</span>
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <p className="line-clamp-3 text-[13px] break-words whitespace-pre-wrap">{documents[entry.index]}</p>
            <span className="text-xs text-muted-foreground">{t("document", { number: entry.index + 1 })}</span>
          </div>
          <div className="flex w-36 shrink-0 flex-col items-end gap-1">
            <span className="font-mono text-xs">
              <span className="sr-only">{t("score")} </span>
              {format.number(entry.relevanceScore, { minimumFractionDigits: 4, maximumFractionDigits: 4 })}
            </span>
            <span className="h-1.5 w-full overflow-hidden rounded-full bg-secondary" aria-hidden>
              <span
                className="block h-full rounded-full bg-primary"
                style={{ width: `${Math.max(0, Math.min(1, entry.relevanceScore / best)) * 100}%` }}
              />
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}
