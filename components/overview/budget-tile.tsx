"use client";

import Link from "next/link";
import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { percentSpent } from "@/components/budgets/percent-spent";
import { Money } from "@/components/shared/money";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import type { OverviewView } from "@/lib/contracts/overview";

const BUDGETS = "/limits?tab=budgets";

/** The budget nearest its limit: how much of it is spent, and when it starts anew. Without one, the way to the first. */
export function BudgetTile({ overview: { tightestBudget: budget, timeZone } }: { overview: OverviewView }) {
  const t = useTranslations("overview.budget");
  const names = useTranslations("budgets");
  const format = useFormatter();
  const tenantPath = useTenantPath();
  const titleId = useId();
  const percent = budget ? percentSpent(budget) : 0;
  const isNear = budget?.warnAtPercent != null && percent >= budget.warnAtPercent;
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-2 rounded-lg border bg-card p-4">
      <div className="flex items-center justify-between gap-3">
        <h2 id={titleId} className="text-sm font-semibold">
          {t("title")}
        </h2>
        <Button asChild variant="outline" size="sm">
          <Link href={tenantPath(BUDGETS)}>{t(budget ? "show" : "add")}</Link>
        </Button>
      </div>
      {budget ? (
        <>
          <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
            <p className="min-w-0 text-xl leading-7 font-semibold tracking-tight tabular-nums">
              <Money nanoUsd={budget.spentNanoUsd} />{" "}
              <span className="text-sm font-normal text-muted-foreground">
                {t.rich("of", { limit: () => <Money nanoUsd={budget.limitNanoUsd} /> })}
              </span>
            </p>
            <p
              className={cn(
                "text-sm font-medium tabular-nums",
                percent >= 100 ? "text-danger" : isNear ? "text-warning" : "text-muted-foreground",
              )}
            >
              {t("percent", { percent })}
            </p>
          </div>
          <Progress
            value={Math.min(100, percent)}
            aria-label={names("percentOf", { percent, name: budget.name })}
            className="h-2"
          />
          <p className="text-xs text-muted-foreground">
            {t("resets", {
              name: budget.name,
              time: format.dateTime(budget.resetsAt, { timeZone, dateStyle: "medium", timeStyle: "short" }),
              zone: timeZone,
            })}
          </p>
        </>
      ) : (
        <p className="text-xs text-muted-foreground">{t("none")}</p>
      )}
    </section>
  );
}
