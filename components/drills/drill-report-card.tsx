"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { ErrorState } from "@/components/shared/error-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatTile } from "@/components/shared/stat-tile";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import type { DrillReport, DrillView } from "@/lib/contracts/drill";
import { DrillState } from "./drill-state";
import { DrillVerdict } from "./drill-verdict";
import { DrilledRequests } from "./drilled-requests";
import { useDrillNames } from "./use-drill-names";

const POLL_BUSY_MS = 2_000;
/** The last calls of a drill may still be on their way when it ends. */
const AFTERMATH_MS = 60_000;

/** One drill: what it does, and what became of the calls. */
export function DrillReportCard({ id }: { id: string }) {
  const states = useTranslations("states");
  const trpc = useTRPC();
  const report = useQuery(
    trpc.drills.report.queryOptions(
      { id },
      { refetchInterval: (query) => (query.state.data && isFresh(query.state.data) ? POLL_BUSY_MS : false) },
    ),
  );
  if (report.isError && !report.data) return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
  if (!report.data) return <TableSkeleton label={states("loading")} />;
  return <Report report={report.data} />;
}

function isFresh({ drill, asOf }: DrillReport): boolean {
  return drill.isRunning || asOf.getTime() - drill.endsAt.getTime() < AFTERMATH_MS;
}

function Report({ report }: { report: DrillReport }) {
  const t = useTranslations("drills");
  const namesOf = useDrillNames();
  const { drill } = report;
  const { key, target, fault } = namesOf(drill);
  return (
    <article aria-label={`${target}: ${fault}`} className="flex flex-col gap-5 rounded-lg border bg-card p-5">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="text-sm font-semibold">{fault}</h3>
            <DrillState drill={drill} />
          </div>
          <p className="text-[13px] text-muted-foreground">
            <span className="font-mono text-xs">{target}</span> · {t("apiKey")}: {key} ·{" "}
            {t(drill.isRunning ? "ends" : "ended")} <RelativeTime date={drill.endsAt} />
          </p>
        </div>
        {drill.isRunning ? <StopDrill drill={drill} /> : null}
      </header>
      <DrillVerdict report={report} />
      {report.requests.length === 0 ? (
        drill.isRunning ? (
          <p className="text-[13px] text-muted-foreground">
            {t("waitingText", { key })}
            {drill.profile === null ? null : (
              <>
                {" "}
                ({t("callAs")} <code className="font-mono text-xs">{`profile:${drill.profile}`}</code>)
              </>
            )}
          </p>
        ) : null
      ) : (
        <>
          <Figures report={report} />
          <DrilledRequests report={report} />
        </>
      )}
    </article>
  );
}

function StopDrill({ drill }: { drill: DrillView }) {
  const t = useTranslations("drills");
  const canWrite = usePermission("routing.write");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const stop = useMutation(
    trpc.drills.stop.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.drills.pathFilter());
        toast.success(t("stopped"));
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <GuardedButton
      variant="outline"
      reason={canWrite.reason}
      isPending={stop.isPending}
      onClick={() => stop.mutate({ id: drill.id })}
    >
      {t("stop")}
    </GuardedButton>
  );
}

function Figures({ report: { counts, p50AddedMs, p95AddedMs, rescuers } }: { report: DrillReport }) {
  const t = useTranslations("drills");
  const format = useFormatter();
  const ms = (value: number | null) => (value === null ? "–" : `${format.number(Math.round(value))} ms`);
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        <StatTile label={t("figures.rescued")} value={format.number(counts.rescued)} />
        <StatTile label={t("figures.lost")} value={format.number(counts.lost)} />
        <StatTile label={t("figures.left")} value={format.number(counts.left)} />
        <StatTile label={t("figures.untouched")} value={format.number(counts.untouched)} />
        <StatTile label={t("figures.p50")} value={ms(p50AddedMs)} />
        <StatTile label={t("figures.p95")} value={ms(p95AddedMs)} />
      </dl>
      <p className="text-xs text-muted-foreground">
        {t("figures.untouched")}: {t("untouchedHelp")} {t("added")}: {t("addedHelp")}
      </p>
      {rescuers.length === 0 ? null : (
        <section aria-label={t("rescuers")} className="flex flex-col gap-1 text-[13px]">
          <h4 className="font-medium">{t("rescuers")}</h4>
          <ul className="text-muted-foreground">
            {rescuers.map(({ providerConfigName, model, requestCount }) => (
              <li key={`${providerConfigName} ${model}`}>
                {t("rescuer", {
                  name: [providerConfigName ?? t("gone"), model].join("/"),
                  count: requestCount,
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
