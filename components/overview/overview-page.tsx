"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { useSession } from "@/components/shared/session";
import { useTRPC } from "@/components/trpc/client";
import { Skeleton } from "@/components/ui/skeleton";
import { BudgetTile } from "./budget-tile";
import { ConnectCard } from "./connect-card";
import { RequestsFigure } from "./requests-figure";
import { SetupChecklist } from "./setup-checklist";
import { TodayTiles } from "./today-tiles";
import { UnpricedNotice } from "./unpriced-notice";

const REFRESH_MS = 30_000;

/** `origin` is where this console is reached, as clients of the gateway would name it. */
export function OverviewPage({ origin }: { origin: string }) {
  const t = useTranslations("overview");
  const { tenant } = useSession();
  return (
    <>
      <PageHeader title={t("title")} description={t("description", { tenant: tenant.name })} />
      <QueryBoundary fallback={<OverviewSkeleton />}>
        <Overview origin={origin} />
      </QueryBoundary>
    </>
  );
}

function Overview({ origin }: { origin: string }) {
  const trpc = useTRPC();
  const { data: overview } = useSuspenseQuery(
    trpc.overview.get.queryOptions(undefined, { refetchInterval: REFRESH_MS }),
  );
  const isSetUp = overview.steps.every((step) => step.isDone);
  return (
    <div className="flex flex-col gap-6">
      {isSetUp ? null : <SetupChecklist steps={overview.steps} />}
      {overview.unpricedModelCount > 0 ? <UnpricedNotice count={overview.unpricedModelCount} /> : null}
      <TodayTiles overview={overview} />
      <BudgetTile overview={overview} />
      <RequestsFigure overview={overview} />
      <ConnectCard origin={origin} />
    </div>
  );
}

function OverviewSkeleton() {
  const t = useTranslations("states");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-6">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        {["requests", "errors", "latency", "spend", "tokens"].map((tile) => (
          <Skeleton key={tile} className="h-26 rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-32 rounded-lg" />
      <Skeleton className="h-68 rounded-lg" />
    </div>
  );
}
