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
import { ExportLink } from "./export-link";
import { UsageBreakdown } from "./usage-breakdown";
import { UsageChart } from "./usage-chart";
import { UsageControls } from "./usage-controls";
import { UsageEmpty } from "./usage-empty";
import { toUsageInput, usageSearch } from "./usage-search";
import { UsageSkeleton } from "./usage-skeleton";
import { UsageTiles } from "./usage-tiles";

/** `loadedAt` is the instant the page was rendered at: ranges such as "last 7 days" end there until the reader refreshes. */
export function UsageView({ loadedAt }: { loadedAt: Date }) {
  const t = useTranslations("usage");
  const format = useFormatter();
  const trpc = useTRPC();
  const { tenant } = useSession();
  const [now, setNow] = useState(loadedAt);
  const [search, setSearch] = useQueryStates(usageSearch, { history: "push" });
  const input = toUsageInput(search, now, tenant.timeZone);
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
            <ExportLink filters={{ from: input.from, to: input.to }} />
          </>
        }
      />
      <UsageControls search={search} input={input} onChange={setSearch} />
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
          <UsageTiles totals={report.data.totals} previous={report.data.previousTotals} />
          <UsageChart report={report.data} input={answered.input} metric={search.metric} />
          <UsageBreakdown report={report.data} input={answered.input} metric={search.metric} />
        </div>
      )}
    </>
  );
}
