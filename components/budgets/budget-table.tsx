"use client";

import { Ban, CircleCheck, CirclePause, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { Money } from "@/components/shared/money";
import { StatusBadge } from "@/components/shared/status-badge";
import { usePermission } from "@/components/shared/use-permission";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { BudgetView } from "@/lib/contracts/budget";
import { BUDGET_SCOPES } from "@/lib/contracts/budget-kinds";
import { percentSpent } from "./percent-spent";

interface BudgetTableProps {
  budgets: BudgetView[];
  timeZone: string;
  onShow: (budget: BudgetView) => void;
  onEdit: (budget: BudgetView) => void;
  onDelete: (budget: BudgetView) => void;
}

/** By what they are put on, the organization's own first. */
export function BudgetTable({ budgets, timeZone, onShow, onEdit, onDelete }: BudgetTableProps) {
  const t = useTranslations("budgets");
  const format = useFormatter();
  const canWrite = usePermission("budgets.write");
  const inOrder = budgets.toSorted((a, b) => BUDGET_SCOPES.indexOf(a.scope) - BUDGET_SCOPES.indexOf(b.scope));
  const when = (date: Date) => format.dateTime(date, { timeZone, dateStyle: "medium", timeStyle: "short" });
  return (
    <Table aria-label={t("table")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("name")}</TableHead>
          <TableHead>{t("state")}</TableHead>
          <TableHead className="min-w-48">{t("spent")}</TableHead>
          <TableHead>{t("resets")}</TableHead>
          <TableHead>{t("forecast")}</TableHead>
          <TableHead>{t("ladder")}</TableHead>
          <TableHead>
            <span className="sr-only">{t("actions")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {inOrder.map((budget) => (
          <TableRow key={budget.id}>
            <TableCell className={budget.scope === "tenant" ? undefined : "pl-6"}>
              <Button variant="link" size="sm" className="h-auto p-0 font-medium" onClick={() => onShow(budget)}>
                {budget.name}
              </Button>
              <div className="text-xs text-muted-foreground">
                {t(`scopes.${budget.scope}`)}
                {budget.scope === "tenant" ? "" : `: ${budget.scopeName ?? t("gone")}`} ·{" "}
                {t(`periods.${budget.period}`)}
                {budget.rollingHours === null ? "" : ` (${t("hours", { count: budget.rollingHours })})`}
              </div>
            </TableCell>
            <TableCell>
              <BudgetState budget={budget} />
            </TableCell>
            <TableCell>
              <div className="flex flex-col gap-1">
                <span>
                  <Money nanoUsd={budget.spentNanoUsd} /> / <Money nanoUsd={budget.limitNanoUsd} />
                </span>
                <Progress
                  value={Math.min(100, percentSpent(budget))}
                  aria-label={t("percentOf", { percent: percentSpent(budget), name: budget.name })}
                />
                <span className="text-xs text-muted-foreground">
                  {t.rich("inFlight", { amount: () => <Money nanoUsd={budget.reservedNanoUsd} /> })}
                </span>
              </div>
            </TableCell>
            <TableCell>
              {when(budget.resetsAt)}
              <div className="text-xs text-muted-foreground">{timeZone}</div>
            </TableCell>
            <TableCell>
              {budget.forecastNanoUsd === null ? (
                <span className="text-muted-foreground">{t("tooEarly")}</span>
              ) : (
                <Money nanoUsd={budget.forecastNanoUsd} />
              )}
              {budget.exhaustedAt ? (
                <div className="text-xs text-warning">{t("exhausted", { time: when(budget.exhaustedAt) })}</div>
              ) : null}
            </TableCell>
            <TableCell className="text-xs">
              <ol>
                {budget.warnAtPercent === null ? null : <li>{t("warns", { percent: budget.warnAtPercent })}</li>}
                {budget.degradeAtPercent === null ? null : (
                  <li>{t("degrades", { percent: budget.degradeAtPercent })}</li>
                )}
                <li>{t(budget.blocksAtLimit ? "blocksAt" : "passesAt")}</li>
              </ol>
            </TableCell>
            <TableCell className="text-right">
              <div className="flex justify-end gap-2">
                <GuardedButton
                  reason={canWrite.reason}
                  variant="outline"
                  size="sm"
                  aria-label={t("editNamed", { name: budget.name })}
                  onClick={() => onEdit(budget)}
                >
                  {t("edit")}
                </GuardedButton>
                <GuardedButton
                  reason={canWrite.reason}
                  variant="outline"
                  size="sm"
                  aria-label={t("deleteNamed", { name: budget.name })}
                  onClick={() => onDelete(budget)}
                >
                  {t("delete")}
                </GuardedButton>
              </div>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function BudgetState({ budget }: { budget: BudgetView }) {
  const t = useTranslations("budgets");
  const percent = percentSpent(budget);
  if (!budget.isEnabled)
    return (
      <StatusBadge tone="neutral" icon={CirclePause}>
        {t("states.disabled")}
      </StatusBadge>
    );
  if (percent >= 100)
    return (
      <StatusBadge tone="danger" icon={Ban}>
        {t(budget.blocksAtLimit ? "states.blocking" : "states.over")}
      </StatusBadge>
    );
  if (budget.warnAtPercent !== null && percent >= budget.warnAtPercent)
    return (
      <StatusBadge tone="warning" icon={TriangleAlert}>
        {t("states.near")}
      </StatusBadge>
    );
  return (
    <StatusBadge tone="success" icon={CircleCheck}>
      {t("states.within")}
    </StatusBadge>
  );
}
