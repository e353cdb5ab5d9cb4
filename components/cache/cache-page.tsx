"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { DatabaseZap, Trash2 } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { Money } from "@/components/shared/money";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { StatTile } from "@/components/shared/stat-tile";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import type { CacheOverview, PurgeCacheInput } from "@/lib/contracts/cache";
import { CacheEntries } from "./cache-entries";
import { CacheModels } from "./cache-models";
import { CachePolicySection } from "./cache-policy-section";
import { HitsFigure } from "./hits-figure";
import { PurgeDialog } from "./purge-dialog";

export function CachePage() {
  const t = useTranslations("cache");
  const states = useTranslations("states");
  return (
    <QueryBoundary
      fallback={
        <>
          <PageHeader title={t("title")} description={t("description")} />
          <TableSkeleton label={states("loading")} />
        </>
      }
    >
      <CacheContent />
    </QueryBoundary>
  );
}

function CacheContent() {
  const t = useTranslations("cache");
  const trpc = useTRPC();
  const canWrite = usePermission("cache.write");
  const { data: overview } = useSuspenseQuery(trpc.cache.overview.queryOptions());
  const [purging, setPurging] = useState<PurgeCacheInput | null>(null);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <GuardedButton
            variant="outline"
            reason={canWrite.reason ?? (overview.entries === 0 ? t("nothingToPurge") : null)}
            onClick={() => setPurging({})}
          >
            <Trash2 aria-hidden />
            {t("purgeAll")}
          </GuardedButton>
        }
      />
      <div className="flex flex-col gap-5">
        <CacheTiles overview={overview} />
        {overview.hits === 0 && overview.entries === 0 ? (
          <DataState icon={DatabaseZap} title={t("firstUseTitle")} text={t("firstUseText")} className="py-10" />
        ) : (
          <>
            <HitsFigure overview={overview} />
            <CacheModels models={overview.byModel} onPurge={(modelName) => setPurging({ modelName })} />
            <CacheEntries entries={overview.top} onPurge={(id) => setPurging({ id })} />
          </>
        )}
        <CachePolicySection policy={overview.policy} />
      </div>
      {purging ? <PurgeDialog selector={purging} onClose={() => setPurging(null)} /> : null}
    </>
  );
}

function CacheTiles({ overview }: { overview: CacheOverview }) {
  const t = useTranslations("cache");
  const format = useFormatter();
  const share = overview.requests === 0 ? null : overview.hits / overview.requests;
  return (
    <dl className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <StatTile
        label={t("hitShare")}
        value={share === null ? "—" : format.number(share, { style: "percent", maximumFractionDigits: 1 })}
        hint={t("hitsOf", { hits: overview.hits, requests: overview.requests })}
      />
      <StatTile label={t("saved")} value={<Money nanoUsd={overview.savedNanoUsd} />} hint={t("last30Days")} />
      <StatTile
        label={t("savedTime")}
        value={t("seconds", { seconds: overview.savedMs / 1000 })}
        hint={t("savedTimeHint")}
      />
      <StatTile
        label={t("entries")}
        value={format.number(overview.entries)}
        hint={t("size", { megabytes: overview.sizeBytes / 1_000_000 })}
      />
    </dl>
  );
}
