"use client";

import { useTranslations } from "use-intl";
import { JobProgress } from "@/components/shared/job-progress";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { DefaultModels, DefaultModelsSkeleton } from "./default-models";
import { ModelsList } from "./models-list";
import { SyncButton } from "./sync-button";
import { SyncChangesSheet } from "./sync-changes-sheet";
import { useModelAddress } from "./use-model-address";
import { useModelSyncs } from "./use-model-syncs";

/** The models page: defaults per type, syncs under way, and every model with its price and state. */
export function ModelsView() {
  const t = useTranslations("models");
  const pages = useTranslations("shell.pages");
  const [address, setAddress] = useModelAddress();
  const syncs = useModelSyncs((id) => void setAddress({ changes: id }));
  return (
    <>
      <PageHeader title={pages("models")} description={t("description")} actions={<SyncButton syncs={syncs} />} />
      <div className="flex flex-col gap-8">
        {syncs.active.length > 0 ? (
          <section className="flex flex-col gap-4 rounded-lg border bg-card p-4" aria-label={t("sync.action")}>
            {syncs.active.map((job) => (
              <JobProgress
                key={job.id}
                job={job}
                title={t("sync.title", { name: job.targetName ?? "" })}
                onCancel={() => syncs.cancel(job)}
              />
            ))}
          </section>
        ) : null}
        <section aria-labelledby="default-models" className="flex flex-col gap-3">
          <div>
            <h2 id="default-models" className="text-[13px] font-semibold">
              {t("defaults.title")}
            </h2>
            <p className="text-xs text-muted-foreground">{t("defaults.text")}</p>
          </div>
          <QueryBoundary fallback={<DefaultModelsSkeleton />}>
            <DefaultModels />
          </QueryBoundary>
        </section>
        <section aria-labelledby="all-models" className="flex flex-col gap-3">
          <h2 id="all-models" className="text-[13px] font-semibold">
            {t("table.all")}
          </h2>
          <QueryBoundary fallback={<TableSkeleton rows={10} label={t("loading")} />}>
            <ModelsList />
          </QueryBoundary>
        </section>
      </div>
      <SyncChangesSheet providerConfigId={address.changes} onClose={() => void setAddress({ changes: null })} />
    </>
  );
}
