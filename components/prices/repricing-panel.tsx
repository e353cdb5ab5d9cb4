"use client";

import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { ArrowRight, History } from "lucide-react";
import { useQueryStates } from "nuqs";
import { type FormEvent, useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { JobProgress } from "@/components/shared/job-progress";
import { Money } from "@/components/shared/money";
import { RelativeTime } from "@/components/shared/relative-time";
import { useErrorText } from "@/components/shared/use-error-text";
import { useNow } from "@/components/shared/use-now";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import type { JobView } from "@/lib/contracts/job";
import { Choice } from "./choice";
import { pricesSearch } from "./prices-search";

const POLL_BUSY_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Charges a model's calls of a period again, at the price known by now: before and after, progress, and what was done lately. */
export function RepricingPanel() {
  const t = useTranslations("prices.repricing");
  const trpc = useTRPC();
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const { reason } = usePermission("models.write");
  const { data: entries } = useSuspenseQuery(trpc.prices.book.queryOptions());
  const [{ reprice }, setSearch] = useQueryStates(pricesSearch);
  const now = useNow();
  const [from, setFrom] = useState(() => toDay(now.getTime() - 30 * DAY_MS));
  const [to, setTo] = useState(() => toDay(now.getTime()));
  const [scope, setScope] = useState<"unpriced" | "all">("unpriced");
  const chosen = entries.find(({ modelRowId }) => modelRowId === reprice) ?? entries[0];
  const period =
    chosen && from !== "" && to !== "" && from <= to
      ? {
          modelRowId: chosen.modelRowId,
          from: new Date(`${from}T00:00:00Z`),
          to: new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS),
          scope,
        }
      : undefined;
  const preview = useQuery({
    ...trpc.prices.previewRepricing.queryOptions(
      period ?? { modelRowId: "", from: new Date(0), to: new Date(0), scope },
    ),
    enabled: period !== undefined,
  });
  const start = useMutation(
    trpc.prices.reprice.mutationOptions({ onSettled: () => queryClient.invalidateQueries(trpc.jobs.pathFilter()) }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (period) start.mutate(period);
  };
  if (!chosen) return <p className="text-[13px] text-muted-foreground">{t("noModels")}</p>;
  return (
    <div className="flex flex-col gap-6">
      <form noValidate onSubmit={submit} className="flex flex-col gap-4 rounded-lg border bg-card p-4">
        <p className="text-[13px] text-muted-foreground">{t("text")}</p>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <Choice
            label={t("model")}
            value={chosen.modelRowId}
            options={entries.map((entry) => ({
              value: entry.modelRowId,
              label: `${entry.displayName} · ${entry.providerConfigName}`,
            }))}
            onChange={(value) => void setSearch({ reprice: value })}
          />
          <Day label={t("from")} value={from} onChange={setFrom} />
          <Day label={t("to")} value={to} onChange={setTo} />
          <Choice
            label={t("scope")}
            value={scope}
            options={[
              { value: "unpriced", label: t("scopes.unpriced") },
              { value: "all", label: t("scopes.all") },
            ]}
            onChange={(value) => setScope(value === "all" ? "all" : "unpriced")}
          />
        </div>
        {start.error ? (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-[13px] text-danger">
            {errorText(start.error)}
          </p>
        ) : null}
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p role="status" className="text-[13px] text-muted-foreground">
            {period === undefined ? (
              t("badPeriod")
            ) : preview.data ? (
              <>
                {t("preview", { attempts: preview.data.attempts, unpriced: preview.data.unpricedAttempts })}{" "}
                <Money nanoUsd={preview.data.costNanoUsd} />
              </>
            ) : (
              t("counting")
            )}
          </p>
          <GuardedButton type="submit" reason={reason} disabled={period === undefined} isPending={start.isPending}>
            <History aria-hidden />
            {t("start")}
          </GuardedButton>
        </div>
      </form>
      <Runs />
    </div>
  );
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input id={id} type="date" value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}

function Runs() {
  const t = useTranslations("prices.repricing");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: jobs = [] } = useQuery(
    trpc.jobs.list.queryOptions(
      {},
      { refetchInterval: (query) => (query.state.data?.some(isActive) ? POLL_BUSY_MS : false) },
    ),
  );
  const cancel = useMutation(
    trpc.jobs.cancel.mutationOptions({ onSettled: () => queryClient.invalidateQueries(trpc.jobs.pathFilter()) }),
  );
  const runs = jobs.filter(({ kind }) => kind === "repricing");
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="repricing-runs" className="flex flex-col gap-3">
      <h2 id="repricing-runs" className="text-[13px] font-semibold">
        {t("runs")}
      </h2>
      <ul className="flex flex-col divide-y rounded-lg border">
        {runs.slice(0, 20).map((job) => (
          <li key={job.id} className="flex flex-col gap-2 p-3">
            <JobProgress
              job={job}
              title={t("run", { model: job.targetName ?? "" })}
              onCancel={() => cancel.mutate({ id: job.id })}
              isCancelling={cancel.isPending && cancel.variables.id === job.id}
            />
            <Outcome job={job} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Outcome({ job }: { job: JobView }) {
  const t = useTranslations("prices.repricing");
  const format = useFormatter();
  if (!job.repricing) return null;
  const { examined, changed, unpriced, beforeNanoUsd, afterNanoUsd } = job.repricing;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px]">
      <span className="flex items-center gap-1.5 font-medium">
        <span className="sr-only">{t("before")}</span>
        <Money nanoUsd={beforeNanoUsd} isExact />
        <ArrowRight className="size-3.5 text-muted-foreground" aria-hidden />
        <span className="sr-only">{t("after")}</span>
        <Money nanoUsd={afterNanoUsd} isExact />
      </span>
      <span className="text-muted-foreground">
        {t("outcome", {
          changed: format.number(changed),
          examined: format.number(examined),
          unpriced: format.number(unpriced),
        })}
      </span>
      {job.finishedAt ? (
        <span className="ml-auto text-xs text-muted-foreground">
          <RelativeTime date={job.finishedAt} />
        </span>
      ) : null}
    </p>
  );
}

function isActive({ status }: JobView): boolean {
  return status === "queued" || status === "running";
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
