"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { usePermission } from "@/components/shared/use-permission";
import { Progress } from "@/components/ui/progress";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { LimitReport, LimitScopeView, LimitUse } from "@/lib/contracts/rate-limit";

export function LimitTable({ report, onEdit }: { report: LimitReport; onEdit: (scope: LimitScopeView) => void }) {
  const t = useTranslations("limits");
  const canWrite = usePermission("limits.write");
  return (
    <Table aria-label={t("table")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("scope")}</TableHead>
          <TableHead className="w-1/2">{t("use")}</TableHead>
          <TableHead>{t("lastRefused")}</TableHead>
          <TableHead>
            <span className="sr-only">{t("actions")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {report.scopes.map((scope) => (
          <TableRow key={`${scope.kind}:${scope.scopeId}`}>
            <TableCell className="align-top">
              <div className="max-w-64 truncate font-medium">{scope.name}</div>
              <div className="text-xs text-muted-foreground">{t(`kinds.${scope.kind}`)}</div>
            </TableCell>
            <TableCell className="align-top">
              {scope.use.length === 0 ? (
                <span className="text-muted-foreground">{t("noLimit")}</span>
              ) : (
                <ul className="flex flex-col gap-2">
                  {scope.use.map((use) => (
                    <UseBar key={use.field} use={use} />
                  ))}
                </ul>
              )}
            </TableCell>
            <TableCell className="align-top">
              {scope.lastRefusedAt ? (
                <RelativeTime date={scope.lastRefusedAt} />
              ) : (
                <span className="text-muted-foreground">{t("neverRefused")}</span>
              )}
            </TableCell>
            <TableCell className="text-right align-top">
              <GuardedButton
                reason={canWrite.reason}
                variant="outline"
                size="sm"
                aria-label={t("editNamed", { name: scope.name })}
                onClick={() => onEdit(scope)}
              >
                {t("edit")}
              </GuardedButton>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function UseBar({ use: { field, limit, used } }: { use: LimitUse }) {
  const t = useTranslations("limits");
  const id = useId();
  return (
    <li className="flex flex-col gap-1">
      <div className="flex justify-between gap-3 text-xs">
        <span id={id}>{t(`fields.${field}`)}</span>
        <span className="tabular-nums text-muted-foreground">{t("usedOf", { used, limit })}</span>
      </div>
      <Progress value={Math.min(100, (used / limit) * 100)} aria-labelledby={id} />
    </li>
  );
}
