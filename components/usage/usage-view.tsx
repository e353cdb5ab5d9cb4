"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { ErrorState } from "@/components/shared/error-state";
import { PageHeader } from "@/components/shared/page-header";
import { useSession } from "@/components/shared/session";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import type { UsageReport } from "@/lib/contracts/usage";
import { ExportButton } from "./export-button";
import { UsageBreakdown } from "./usage-breakdown";
import { UsageChart } from "./usage-chart";
import { UsageControls } from "./usage-controls";
import { UsageCumulative } from "./usage-cumulative";
import { UsageEmpty } from "./usage-empty";
import { isAdditive } from "./usage-figures";
import { UsageFilters } from "./usage-filters";
import { toUsageInput, usageSearch } from "./usage-search";
import { UsageSkeleton } from "./usage-skeleton";
import { UsageTiles } from "./usage-tiles";
import { UsageWeekMap } from "./usage-week-map";

/** `loadedAt` is the instant the page was rendered at: ranges such as "last 7 days" end there until the reader refreshes. */
export function UsageView({ loadedAt }: { loadedAt: Date }) {
  const t = useTranslations("usage");
  const format = useFormatter();
  const trpc = useTRPC();
  const { tenant } = useSession();
  const [now, setNow] = useState(loadedAt);
  const [search, setSearch] = useQueryStates(usageSearch, { history: "push" });
  const input = toUsageInput(search, now, tenant.timeZone);
  const { bucket: _bucket, groupBy: _groupBy, ...filters } = input;
  const report = useQuery({ ...trpc.usage.report.queryOptions(input), placeholderData: keepPreviousData });
  // While the next report loads, the one on screen keeps the words of its own question.
  const question = JSON.stringify(input);
  const [answered, setAnswered] = useState({ question, input });
  if (!report.isPlaceholderData && answered.question !== question) setAnswered({ question, input });
  const refresh = () => setNow(new Date());
  const asOf = report.data
    ? t("asOf", {
        time: format.dateTime(report.data.asOf, { dateStyle: "medium", timeStyle: "medium" }),
        zone: report.data.timeZone,
      })
    : t("zone", { zone: tenant.timeZone });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={asOf}
        actions={
          <>
            <Button variant="outline" onClick={refresh} isPending={report.isFetching}>
              {report.isFetching ? null : <RefreshCw aria-hidden />}
              {t("refresh")}
            </Button>
            <ExportButton filters={filters} />
          </>
        }
      />
      <UsageControls search={search} input={input} onChange={setSearch} />
      <UsageFilters search={search} onChange={setSearch} />
      {report.isError ? (
        <ErrorState error={report.error} onRetry={() => report.refetch()} />
      ) : !report.data ? (
        <UsageSkeleton />
      ) : report.data.totals.requestCount === 0 ? (
        <UsageEmpty
          range={search.range}
          onWiden={(range) => setSearch({ range, from: null, to: null, bucket: null })}
        />
      ) : (
        <div
          aria-busy={report.isPlaceholderData}
          className={cn("flex flex-col gap-5 transition-opacity", report.isPlaceholderData && "opacity-60")}
        >
          <Completeness report={report.data} from={answered.input.from} />
          <UsageTiles totals={report.data.totals} previous={search.compare ? report.data.previousTotals : null} />
          <UsageChart report={report.data} input={answered.input} metric={search.metric} />
          <UsageBreakdown
            report={report.data}
            input={answered.input}
            metric={search.metric}
            isCompared={search.compare}
            onFilter={(name, key) => setSearch({ [name]: key })}
          />
          <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
            {isAdditive(search.metric) ? (
              <UsageCumulative
                report={report.data}
                input={answered.input}
                metric={search.metric}
                isMonth={search.range === "month"}
              />
            ) : null}
            <UsageWeekMap input={answered.input} />
          </div>
        </div>
      )}
    </>
  );
}

/** How far the figures are rolled up, and from where on single requests are gone. */
function Completeness({ report, from }: { report: UsageReport; from: Date }) {
  const t = useTranslations("usage");
  const format = useFormatter();
  const time = (date: Date) => format.dateTime(date, { dateStyle: "medium", timeStyle: "short" });
  const { completeTo, requestsPurgedBefore } = report;
  return (
    <p className="text-xs text-muted-foreground">
      {t("completeTo", { time: time(completeTo) })}
      {requestsPurgedBefore && from < requestsPurgedBefore
        ? ` · ${t("purged", { time: time(requestsPurgedBefore) })}`
        : null}
    </p>
  );
}
