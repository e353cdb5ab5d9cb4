"use client";

import { Circle, CircleCheck, CircleDot } from "lucide-react";
import Link from "next/link";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import type { OverviewView } from "@/lib/contracts/overview";

type Step = OverviewView["steps"][number];

const PATHS: Record<Step["step"], string> = {
  provider: "/providers",
  default_model: "/models",
  api_key: "/keys",
  first_request: "/playground",
  budget: "/limits?tab=budgets",
};

/** What is left until the first answer; each step is ticked by what is there, not by a click. */
export function SetupChecklist({ steps }: { steps: Step[] }) {
  const t = useTranslations("overview");
  const titleId = useId();
  const done = steps.filter((step) => step.isDone).length;
  const next = steps.find((step) => !step.isDone);
  const progress = t("setupProgress", { done, total: steps.length });
  return (
    <section aria-labelledby={titleId} className="overflow-hidden rounded-lg border bg-card">
      <div className="flex items-center justify-between gap-4 px-4 pt-4 pb-3">
        <h2 id={titleId} className="text-sm font-semibold">
          {t("setupTitle")}
        </h2>
        <div className="flex items-center gap-3 text-xs text-muted-foreground tabular-nums">
          {progress}
          <Progress value={(done / steps.length) * 100} aria-label={progress} className="w-24" />
        </div>
      </div>
      <ol>
        {steps.map((step) => (
          <SetupStep key={step.step} step={step} isNext={step === next} />
        ))}
      </ol>
    </section>
  );
}

function SetupStep({ step: { step, isDone }, isNext }: { step: Step; isNext: boolean }) {
  const t = useTranslations("overview");
  const tenantPath = useTenantPath();
  const Icon = isDone ? CircleCheck : isNext ? CircleDot : Circle;
  return (
    <li
      className={cn("flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-3", isNext && "bg-primary-soft/50")}
    >
      <Icon
        className={cn("size-5 shrink-0", isDone ? "text-success" : isNext ? "text-primary" : "text-muted-foreground")}
        aria-hidden
      />
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex items-center gap-2 text-[13px] font-medium">
          <span className={cn(isDone && "text-muted-foreground")}>{t(`steps.${step}.title`)}</span>
          <span className="sr-only">{isDone ? t("done") : t("toDo")}</span>
          {isNext ? <Badge variant="primary">{t("next")}</Badge> : null}
        </p>
        {isDone ? null : <p className="text-xs text-muted-foreground">{t(`steps.${step}.text`)}</p>}
      </div>
      {isDone ? null : (
        <Button asChild variant={isNext ? "default" : "outline"} size="sm">
          <Link href={tenantPath(PATHS[step])}>{t(`steps.${step}.action`)}</Link>
        </Button>
      )}
    </li>
  );
}
