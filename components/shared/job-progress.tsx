"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import type { JobStatus, JobView } from "@/lib/contracts/job";
import { StatusBadge, type StatusTone } from "./status-badge";

const TONES: Record<JobStatus, StatusTone> = {
  queued: "neutral",
  running: "info",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
};

export interface JobProgressProps {
  job: JobView;
  /** What the job does, in the reader's language. */
  title: string;
  onCancel?: () => void;
  isCancelling?: boolean;
}

/** Background work under way or done: state, count, current item. Each quarter is announced. */
export function JobProgress({ job, title, onCancel, isCancelling = false }: JobProgressProps) {
  const t = useTranslations("states.job");
  const titleId = useId();
  const isActive = job.status === "queued" || job.status === "running";
  const percent = job.progressTotal ? Math.min(100, Math.round((job.progressDone / job.progressTotal) * 100)) : null;
  const quarter = percent === null ? 0 : Math.floor(percent / 25) * 25;
  return (
    <div data-slot="job-progress" className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <span id={titleId} className="min-w-0 flex-1 truncate text-[13px] font-medium">
          {title}
        </span>
        <StatusBadge tone={TONES[job.status]}>{t(job.status)}</StatusBadge>
        {isActive && onCancel ? (
          <Button variant="ghost" size="sm" isPending={isCancelling} onClick={onCancel}>
            {t("cancel")}
          </Button>
        ) : null}
      </div>
      {isActive ? (
        <>
          <Progress value={percent} aria-labelledby={titleId} />
          <p className="flex justify-between gap-3 text-xs text-muted-foreground tabular-nums">
            <span className="truncate">{job.currentItem}</span>
            <span className="shrink-0">
              {job.progressTotal === null
                ? t("progressOpen", { done: job.progressDone })
                : t("progress", { done: job.progressDone, total: job.progressTotal })}
            </span>
          </p>
        </>
      ) : null}
      {job.status === "failed" && job.errorMessage ? (
        <p className="text-[13px] text-danger">{job.errorMessage}</p>
      ) : null}
      <span role="status" className="sr-only">
        {isActive && quarter > 0 ? t("announceProgress", { percent: quarter }) : t(job.status)}
      </span>
    </div>
  );
}
