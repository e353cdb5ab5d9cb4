"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { useTranslations } from "use-intl";
import { JobProgress } from "@/components/shared/job-progress";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

const POLL_BUSY_MS = 2_000;
const POLL_IDLE_MS = 20_000;

/** Background work of the organization that is still under way; nothing while there is none. */
export function ActiveJobs() {
  const t = useTranslations("shell");
  const trpc = useTRPC();
  const { data: jobs = [] } = useQuery(
    trpc.jobs.list.queryOptions(
      { isActive: true },
      { refetchInterval: (query) => (query.state.data?.length ? POLL_BUSY_MS : POLL_IDLE_MS) },
    ),
  );
  const label = t("activeJobs", { count: jobs.length });
  return (
    <>
      <span role="status" className="sr-only">
        {jobs.length > 0 ? label : ""}
      </span>
      {jobs.length > 0 ? (
        <Popover>
          <PopoverTrigger asChild>
            <Button variant="ghost" className="text-info">
              <LoaderCircle className="animate-spin" aria-hidden />
              {label}
            </Button>
          </PopoverTrigger>
          <PopoverContent align="end" className="flex w-80 flex-col gap-4" aria-label={t("jobsTitle")}>
            {jobs.map((job) => (
              <JobProgress
                key={job.id}
                job={job}
                title={t("jobFor", { kind: t(`jobKinds.${job.kind}`), target: job.targetName ?? "" })}
              />
            ))}
          </PopoverContent>
        </Popover>
      ) : null}
    </>
  );
}
