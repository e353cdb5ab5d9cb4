"use client";

import { CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { useLocale, useTranslations } from "use-intl";
import { cn } from "@/lib/cn";
import { ERRORS } from "@/lib/contracts/errors";
import type { SaveProviderConfigResult } from "@/lib/contracts/provider-config";

export type Verification = NonNullable<SaveProviderConfigResult["verification"]>;
type Stage = Verification["stages"][number];
type Outcome = Stage["outcome"] | "running" | "waiting";

const STAGES: readonly Stage["stage"][] = ["address", "connect", "auth", "models"];

const LOOKS: Record<Outcome, { icon: LucideIcon; className: string }> = {
  passed: { icon: CircleCheck, className: "text-success" },
  failed: { icon: CircleX, className: "text-danger" },
  skipped: { icon: CircleMinus, className: "text-muted-foreground" },
  running: { icon: LoaderCircle, className: "animate-spin text-info" },
  waiting: { icon: CircleDashed, className: "text-muted-foreground" },
};

/** A test stage by stage: all of them waiting while `report` is null, then how each went, why, and what to do. */
export function VerificationPanel({ report }: { report: Verification | null }) {
  const t = useTranslations("providers.test");
  const frame = useRef<HTMLElement>(null);
  // A long form may have pushed it out of sight.
  useEffect(() => {
    frame.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const failed = report?.stages.find((stage) => stage.outcome === "failed");
  const title = !report ? t("running") : failed ? t("failed", { stage: t(`stages.${failed.stage}`) }) : t("passed");
  return (
    <section ref={frame} aria-label={t("panel")} className="overflow-hidden rounded-lg border">
      <div className="flex items-center justify-between gap-3 border-b bg-muted/60 px-3 py-2">
        <p role="status" className={cn("text-[13px] font-medium", failed && "text-danger")}>
          {title}
        </p>
        {report?.modelCount !== null && report?.modelCount !== undefined ? (
          <p className="text-xs text-muted-foreground tabular-nums">{t("modelsFound", { count: report.modelCount })}</p>
        ) : null}
      </div>
      <ol className="divide-y">
        {STAGES.map((name, index) => (
          <StageRow
            key={name}
            name={name}
            stage={report?.stages.find((stage) => stage.stage === name)}
            fallback={report ? "skipped" : index === 0 ? "running" : "waiting"}
          />
        ))}
      </ol>
    </section>
  );
}

interface StageRowProps {
  name: Stage["stage"];
  stage: Stage | undefined;
  fallback: Outcome;
}

function StageRow({ name, stage, fallback }: StageRowProps) {
  const t = useTranslations("providers.test");
  const locale = useLocale();
  const outcome = stage?.outcome ?? fallback;
  const { icon: Icon, className } = LOOKS[outcome];
  return (
    <li className="flex gap-2.5 px-3 py-2">
      <Icon className={cn("mt-0.5 size-4 shrink-0", className)} aria-hidden />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="flex items-baseline gap-2 text-[13px]">
          <span className="font-medium">{t(`stages.${name}`)}</span>
          <span className="text-xs text-muted-foreground">{t(`outcomes.${outcome}`)}</span>
          {stage && stage.outcome !== "skipped" ? (
            <span className="ml-auto shrink-0 font-mono text-xs text-muted-foreground tabular-nums">
              {t("latency", { ms: stage.latencyMs })}
            </span>
          ) : null}
        </p>
        {stage?.message ? (
          <p
            className={cn("text-xs break-words", stage.outcome === "failed" ? "text-danger" : "text-muted-foreground")}
          >
            {sentenceOf(stage, locale)}
          </p>
        ) : null}
        {stage?.fix ? <p className="text-xs break-words">{stage.fix[locale]}</p> : null}
        {stage?.message || stage?.fix ? null : (
          <p className="text-xs text-muted-foreground">{t(`stageHelp.${name}`)}</p>
        )}
      </div>
    </li>
  );
}

/** English has the particulars; other languages the error table's sentence for the code. */
function sentenceOf(stage: Stage, locale: "en" | "zh"): string | undefined {
  const entry = Object.entries(ERRORS).find(([code]) => code === stage.code)?.[1];
  return locale === "en" || !entry ? stage.message : entry[locale];
}
