"use client";

import { CircleAlert, CircleCheck, Hourglass, type LucideIcon, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { cn } from "@/lib/cn";
import type { DrillReport } from "@/lib/contracts/drill";

/** What the drill says of the fallbacks, as a sentence. */
export function DrillVerdict({ report: { drill, counts, p50AddedMs } }: { report: DrillReport }) {
  const t = useTranslations("drills");
  const format = useFormatter();
  const { rescued, lost, left } = counts;
  const hit = rescued + lost + left;
  if (hit === 0)
    return (
      <Verdict icon={Hourglass} className="text-muted-foreground">
        {t(drill.isRunning ? "verdicts.waiting" : "verdicts.none")}
      </Verdict>
    );
  if (rescued === hit)
    return (
      <Verdict icon={CircleCheck} className="text-success">
        {t("verdicts.rescued", { rescued, hit, ms: format.number(Math.round(p50AddedMs ?? 0)) })}
      </Verdict>
    );
  if (rescued === 0 && left === 0)
    return (
      <Verdict icon={CircleAlert} className="text-danger">
        {t("verdicts.lost", { hit })}
      </Verdict>
    );
  return (
    <Verdict icon={TriangleAlert} className="text-warning">
      {t("verdicts.partly", { rescued, hit, lost, left })}
    </Verdict>
  );
}

function Verdict({ icon: Icon, className, children }: { icon: LucideIcon; className: string; children: string }) {
  return (
    <p role="status" className="flex items-center gap-2 text-[15px] font-medium">
      <Icon className={cn("size-5 shrink-0", className)} aria-hidden />
      {children}
    </p>
  );
}
