"use client";

import { Siren } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { StatusBadge } from "@/components/shared/status-badge";
import { cn } from "@/lib/cn";
import type { AttemptView } from "@/lib/contracts/request";
import { DetailSection } from "./detail-list";
import { type AttemptBar, layOutAttempts } from "./lay-out-attempts";
import { RequestStatusBadge } from "./request-status-badge";

/** Each try upstream on a common line of time, with what came of it. */
export function AttemptsSection({ attempts }: { attempts: AttemptView[] }) {
  const t = useTranslations("requests.attempts");
  return (
    <DetailSection title={t("title", { count: attempts.length })}>
      {attempts.length === 0 ? (
        <p className="text-[13px] text-muted-foreground">{t("none")}</p>
      ) : (
        <ol className="flex flex-col divide-y rounded-md border">
          {layOutAttempts(attempts).map((bar) => (
            <Attempt key={bar.attempt.id} bar={bar} />
          ))}
        </ol>
      )}
    </DetailSection>
  );
}

function Attempt({ bar }: { bar: AttemptBar }) {
  const t = useTranslations("requests.attempts");
  const format = useFormatter();
  const { attempt } = bar;
  const isSuccess = attempt.status === "success";
  return (
    <li className="flex flex-col gap-2 px-3 py-2.5 text-[13px]">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium tabular-nums">{attempt.sequence}.</span>
        <RequestStatusBadge status={attempt.status} errorCode={attempt.errorCode} />
        {attempt.isDrill ? (
          <StatusBadge tone="info" icon={Siren} title={t("drillHint")}>
            {t("drill")}
          </StatusBadge>
        ) : null}
        <span className="font-mono text-xs">{attempt.model}</span>
        <span className="text-muted-foreground">{attempt.providerConfigName ?? attempt.provider}</span>
        {attempt.upstreamStatus === null ? null : (
          <span className="ml-auto text-xs text-muted-foreground tabular-nums">
            {t("upstream", { status: attempt.upstreamStatus })}
          </span>
        )}
      </div>
      <div className="relative h-3 rounded-sm bg-secondary" aria-hidden>
        <span
          className={cn(
            "absolute inset-y-0 flex min-w-0.5 overflow-hidden rounded-sm",
            isSuccess ? "bg-primary" : "bg-danger",
          )}
          style={{ left: `${bar.start * 100}%`, width: `${bar.length * 100}%` }}
        >
          {bar.untilFirstToken === null ? null : (
            <span className="border-r border-card bg-card/55" style={{ width: `${bar.untilFirstToken * 100}%` }} />
          )}
        </span>
      </div>
      <p className="text-xs text-muted-foreground tabular-nums">
        {t("timing", { after: format.number(bar.startedAfterMs), took: format.number(attempt.latencyMs) })}
        {attempt.timeToFirstTokenMs === null
          ? null
          : ` ${t("firstToken", { ms: format.number(attempt.timeToFirstTokenMs) })}`}
      </p>
      {attempt.errorMessage || attempt.errorCode ? (
        <p className="text-xs break-words text-danger">
          {attempt.errorCode ? <code className="font-mono">{attempt.errorCode}</code> : null} {attempt.errorMessage}
        </p>
      ) : null}
    </li>
  );
}
