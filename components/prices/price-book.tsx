"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { BookOpenText, ChevronRight } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { usePriceSource } from "@/components/models/use-price-source";
import { DataState } from "@/components/shared/data-state";
import { NoMatch } from "@/components/shared/no-match";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { PriceBookEntry } from "@/lib/contracts/price-book";
import { PriceSheet } from "./price-sheet";
import { PriceSummary } from "./price-summary";
import { pricesSearch } from "./prices-search";

const PAGE = 100;

/** Every model with its price, who says so and as of when. */
export function PriceBook() {
  const t = useTranslations("prices.book");
  const trpc = useTRPC();
  const { data: entries } = useSuspenseQuery(trpc.prices.book.queryOptions());
  const [{ q, model }, setSearch] = useQueryStates(pricesSearch);
  const [shownCount, setShownCount] = useState(PAGE);
  const words = useDeferredValue(q).trim().toLowerCase();
  if (entries.length === 0) return <DataState icon={BookOpenText} title={t("emptyTitle")} text={t("emptyText")} />;
  const found = entries.filter(({ modelId, displayName, providerConfigName }) =>
    `${modelId} ${displayName} ${providerConfigName}`.toLowerCase().includes(words),
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Input
          type="search"
          value={q}
          className="max-w-64"
          aria-label={t("search")}
          placeholder={t("search")}
          onChange={(event) => void setSearch({ q: event.target.value || null })}
        />
        <p role="status" className="text-xs text-muted-foreground tabular-nums">
          {t("shown", { shown: found.length, total: entries.length })}
        </p>
      </div>
      {found.length === 0 ? (
        <NoMatch filters={[q.trim()]} onClear={() => void setSearch({ q: null })} />
      ) : (
        <Table aria-label={t("label")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("model")}</TableHead>
              <TableHead>{t("provider")}</TableHead>
              <TableHead>{t("price")}</TableHead>
              <TableHead>{t("more")}</TableHead>
              <TableHead>{t("step")}</TableHead>
              <TableHead>{t("source")}</TableHead>
              <TableHead>
                <span className="sr-only">{t("details")}</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {found.slice(0, shownCount).map((entry) => (
              <EntryRow
                key={entry.modelRowId}
                entry={entry}
                onOpen={() => void setSearch({ model: entry.modelRowId })}
              />
            ))}
          </TableBody>
        </Table>
      )}
      {found.length > shownCount ? (
        <Button variant="outline" className="self-center" onClick={() => setShownCount(shownCount + PAGE)}>
          {t("showMore", { count: Math.min(PAGE, found.length - shownCount) })}
        </Button>
      ) : null}
      <PriceSheet
        entry={entries.find(({ modelRowId }) => modelRowId === model) ?? null}
        onClose={() => void setSearch({ model: null })}
      />
    </div>
  );
}

function EntryRow({ entry, onOpen }: { entry: PriceBookEntry; onOpen: () => void }) {
  const t = useTranslations("prices");
  const sourceText = usePriceSource();
  const planned = entry.overrides.filter(({ state }) => state === "planned").length + entry.announced.length;
  return (
    <TableRow>
      <th scope="row" className="max-w-64 px-3 py-1.5 text-left font-normal">
        <span className="block truncate font-medium">{entry.displayName}</span>
        {entry.modelId === entry.displayName ? null : (
          <span className="block truncate font-mono text-xs text-muted-foreground" title={entry.modelId}>
            {entry.modelId}
          </span>
        )}
      </th>
      <TableCell>{entry.providerConfigName}</TableCell>
      <TableCell>
        <PriceSummary entry={entry} />
      </TableCell>
      <TableCell>
        <span className="flex flex-wrap gap-1">
          {entry.tiers.length > 0 ? (
            <Badge variant="neutral">{t("book.tiers", { count: entry.tiers.length })}</Badge>
          ) : null}
          {entry.exchange ? <Badge variant="neutral">{entry.currency}</Badge> : null}
          {planned > 0 ? <Badge variant="primary">{t("book.planned", { count: planned })}</Badge> : null}
          {entry.refused ? <Badge variant="warning">{t("book.refused")}</Badge> : null}
        </span>
      </TableCell>
      <TableCell>{entry.step ? t(`steps.${entry.step}`) : "–"}</TableCell>
      <TableCell className="text-muted-foreground">{entry.source ? sourceText(entry.source) : "–"}</TableCell>
      <TableCell className="w-8 text-right">
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={t("book.detailsOf", { model: entry.displayName })}
          onClick={onOpen}
        >
          <ChevronRight aria-hidden />
        </Button>
      </TableCell>
    </TableRow>
  );
}
