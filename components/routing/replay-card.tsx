"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { Money } from "@/components/shared/money";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Progress } from "@/components/ui/progress";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ReplayResult, ReplayView } from "@/lib/contracts/route-question";
import { ReplayChart } from "./replay-chart";

/** One replay: under way with its progress, or done with what it found. */
export function ReplayCard({ replay: { name, input, job, result } }: { replay: ReplayView }) {
  const t = useTranslations("routing");
  const format = useFormatter();
  const isActive = job?.status === "queued" || job?.status === "running";
  return (
    <article aria-label={name} className="flex flex-col gap-4 rounded-lg border p-4">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="text-sm font-semibold">{name}</h3>
        <p className="flex-1 text-[13px] text-muted-foreground tabular-nums">
          {format.dateTimeRange(input.from, input.to, { dateStyle: "medium", timeStyle: "short" })}
        </p>
        {job ? <span className="text-[13px]">{t(`states.${job.status}`)}</span> : null}
        {job && isActive ? <CancelReplay jobId={job.id} name={name} /> : null}
      </header>
      {job && isActive ? (
        <div className="flex flex-col gap-1.5">
          <Progress
            aria-label={name}
            value={job.progressTotal ? Math.round((job.progressDone / job.progressTotal) * 100) : null}
          />
          <p className="text-xs text-muted-foreground tabular-nums">
            {format.number(job.progressDone)}
            {job.progressTotal === null ? null : ` / ${format.number(job.progressTotal)}`}
          </p>
        </div>
      ) : null}
      {job?.status === "failed" && job.errorMessage ? (
        <p className="text-[13px] text-danger">{job.errorMessage}</p>
      ) : null}
      {result ? <ReplayFindings result={result} /> : null}
    </article>
  );
}

function CancelReplay({ jobId, name }: { jobId: string; name: string }) {
  const t = useTranslations("routing");
  const canCancel = usePermission("models.write");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    trpc.jobs.cancel.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.routing.replays.pathFilter()),
    }),
  );
  return (
    <>
      {cancel.isError ? (
        <span role="alert" className="text-[13px] text-danger">
          {errorText(cancel.error)}
        </span>
      ) : null}
      <GuardedButton
        variant="ghost"
        size="sm"
        reason={canCancel.reason}
        disabled={cancel.isPending}
        aria-label={`${t("cancel")}: ${name}`}
        onClick={() => cancel.mutate({ id: jobId })}
      >
        {t("cancel")}
      </GuardedButton>
    </>
  );
}

function ReplayFindings({ result }: { result: ReplayResult }) {
  const t = useTranslations("routing");
  const format = useFormatter();
  const count = (value: number) => format.number(value);
  const share = (value: number) =>
    result.requestCount === 0
      ? "–"
      : format.number(value / result.requestCount, { style: "percent", maximumFractionDigits: 1 });
  const ms = (value: number | null) => (value === null ? "–" : `${format.number(Math.round(value))} ms`);
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        <Fact name={t("requests")}>{count(result.requestCount)}</Fact>
        <Fact name={t("before")}>
          <Money nanoUsd={result.costBeforeNanoUsd} />
        </Fact>
        <Fact name={t("after")}>
          <Money nanoUsd={result.costAfterNanoUsd} />
        </Fact>
        <Fact name={t("moved")}>{`${count(result.movedCount)} · ${share(result.movedCount)}`}</Fact>
        <Fact name={t("refused")}>{`${count(result.refusedCount)} · ${share(result.refusedCount)}`}</Fact>
        <Fact name={t("misses")}>{`${count(result.contextMissCount)} · ${share(result.contextMissCount)}`}</Fact>
        <Fact name={t("unpriced")}>{`${count(result.unpricedCount)} · ${share(result.unpricedCount)}`}</Fact>
        <Fact name={t("latency")}>{`${ms(result.latencyBeforeMs)} → ${ms(result.latencyAfterMs)}`}</Fact>
      </dl>
      <p className="text-xs text-muted-foreground">
        {t("comparedHelp", { compared: count(result.comparedCount), measured: count(result.latencyKnownCount) })}
      </p>
      <div className="grid gap-4 lg:grid-cols-2">
        <ReplayChart title={t("costByTask")} column={t("task")} groups={result.byTask} />
        <ReplayChart title={t("costByModel")} column={t("model")} groups={result.byModel} />
      </div>
      <Headroom result={result} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className="text-sm font-medium tabular-nums">{children}</dd>
    </div>
  );
}

/** The busiest minute at each config, against its limits. */
function Headroom({ result: { headroom } }: { result: ReplayResult }) {
  const t = useTranslations("routing");
  const format = useFormatter();
  const against = (peak: number, limit: number | null) =>
    limit === null ? `${format.number(peak)} / ${t("noLimit")}` : `${format.number(peak)} / ${format.number(limit)}`;
  if (headroom.length === 0) return null;
  return (
    <section aria-label={t("headroom")} className="flex flex-col gap-2">
      <h4 className="text-[13px] font-medium">{t("headroom")}</h4>
      <Table aria-label={t("headroom")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("provider")}</TableHead>
            <TableHead className="text-right">{t("peakRequests")}</TableHead>
            <TableHead className="text-right">{t("peakTokens")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {headroom.map((each) => (
            <TableRow key={each.providerConfigName} className="tabular-nums">
              <TableCell>{each.providerConfigName}</TableCell>
              <TableCell className="text-right">{against(each.peakRequests, each.requestsPerMinute)}</TableCell>
              <TableCell className="text-right">{against(each.peakTokens, each.tokensPerMinute)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
