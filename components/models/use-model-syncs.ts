"use client";

import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import type { JobView } from "@/lib/contracts/job";

const POLL_BUSY_MS = 1_000;
const POLL_IDLE_MS = 20_000;

export interface ModelSyncs {
  /** The sync under way of a provider config. */
  syncOf(providerConfigId: string): JobView | undefined;
  active: JobView[];
  start(config: { id: string; name: string }): void;
  /** Follows a sync that something else has started, to tell when it has ended. */
  watch(jobId: string): void;
  cancel(job: JobView): void;
}

/**
 * The organization's model syncs: those under way, also ones begun before a reload or by somebody else, and a word when one ends, with
 * `onView` behind its button. Whatever is on the page is then read anew.
 */
export function useModelSyncs(onView: (providerConfigId: string) => void): ModelSyncs {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const announce = useAnnounce(onView);
  const [watched, setWatched] = useState<string[]>([]);
  const announced = useRef(new Set<string>());

  const { data: listed = [] } = useQuery(
    trpc.jobs.list.queryOptions(
      { isActive: true },
      { refetchInterval: (query) => (query.state.data?.length ? POLL_BUSY_MS : POLL_IDLE_MS) },
    ),
  );
  const listedIds = listed
    .filter((job) => job.kind === "model_sync")
    .map((job) => job.id)
    .filter((id) => !watched.includes(id))
    .join();
  useEffect(() => {
    if (listedIds !== "") setWatched((known) => [...known, ...listedIds.split(",")]);
  }, [listedIds]);

  const jobs = useQueries({
    queries: watched.map((id) =>
      trpc.jobs.get.queryOptions(
        { id },
        { refetchInterval: (query) => (query.state.data && !isActive(query.state.data) ? false : POLL_BUSY_MS) },
      ),
    ),
  }).flatMap(({ data }) => (data ? [data] : []));
  useEffect(() => {
    const ended = jobs.filter((job) => !isActive(job) && !announced.current.has(job.id));
    for (const job of ended) {
      announced.current.add(job.id);
      announce(job);
    }
    if (ended.length > 0) void queryClient.invalidateQueries();
  }, [jobs, announce, queryClient]);

  const watch = (jobId: string) => {
    setWatched((known) => (known.includes(jobId) ? known : [...known, jobId]));
    void queryClient.invalidateQueries(trpc.jobs.list.pathFilter());
  };
  const sync = useMutation(
    trpc.models.sync.mutationOptions({
      onSuccess: ({ jobId }) => watch(jobId),
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const cancel = useMutation(
    trpc.jobs.cancel.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.jobs.pathFilter()),
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const active = jobs.filter(isActive);
  return {
    active,
    syncOf: (providerConfigId) => active.find((job) => job.targetId === providerConfigId),
    start: ({ id }) => sync.mutate({ providerConfigId: id }),
    watch,
    cancel: (job) => cancel.mutate({ id: job.id }),
  };
}

function isActive(job: JobView): boolean {
  return job.status === "queued" || job.status === "running";
}

function useAnnounce(onView: (providerConfigId: string) => void): (job: JobView) => void {
  const t = useTranslations("models.sync");
  return (job) => {
    const name = job.targetName ?? "";
    if (job.status === "cancelled") toast.info(t("cancelled", { name }));
    else if (job.status === "failed") toast.error(t("failed", { name }), { description: job.errorMessage });
    else {
      const { added = [], gone = [], changed = [] } = job.modelSync ?? {};
      const hasChanged = added.length + gone.length + changed.length > 0;
      const { targetId } = job;
      toast.success(
        hasChanged
          ? t("doneChanged", { name, added: added.length, gone: gone.length, changed: changed.length })
          : t("done", { name }),
        hasChanged && targetId ? { action: { label: t("view"), onClick: () => onView(targetId) } } : undefined,
      );
    }
  };
}
