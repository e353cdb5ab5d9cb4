"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Info, TriangleAlert } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import { cn } from "@/lib/cn";
import type { LimitReport, LimitScopeView } from "@/lib/contracts/rate-limit";
import { LimitDialog } from "./limit-dialog";
import { LimitHistoryFigure } from "./limit-history-figure";
import { LimitTable } from "./limit-table";
import { QueueForm } from "./queue-form";

/** What is used is read anew so often. */
const REFRESH_MS = 5_000;

export const scopeKey = ({ kind, scopeId }: Pick<LimitScopeView, "kind" | "scopeId">) => `${kind}:${scopeId}`;

export function LimitsTab({ isAdding, onAdded }: { isAdding: boolean; onAdded: () => void }) {
  const trpc = useTRPC();
  const { data: report } = useSuspenseQuery({ ...trpc.limits.list.queryOptions(), refetchInterval: REFRESH_MS });
  const [editing, setEditing] = useState<LimitScopeView | null>(null);
  const [shown, setShown] = useQueryState("of", parseAsString);
  const scope = report.scopes.find((each) => scopeKey(each) === shown) ?? report.scopes[0];
  return (
    <div className="flex flex-col gap-6">
      <ModeLine report={report} />
      <LimitTable report={report} onEdit={setEditing} />
      {scope ? (
        <LimitHistoryFigure scopes={report.scopes} scope={scope} onScope={(next) => void setShown(scopeKey(next))} />
      ) : null}
      <QueueForm queueMs={report.queueMs} />
      {editing ? <LimitDialog scope={editing} unlimited={[]} onClose={() => setEditing(null)} /> : null}
      {isAdding ? <LimitDialog scope={null} unlimited={report.unlimited} onClose={onAdded} /> : null}
    </div>
  );
}

function ModeLine({ report: { mode, replicas, scopes } }: { report: LimitReport }) {
  const t = useTranslations("limits");
  const isDegraded = mode === "local";
  const Icon = isDegraded ? TriangleAlert : Info;
  const isUnlimited = scopes.every((scope) => scope.use.length === 0);
  return (
    <div
      role="status"
      className={cn(
        "flex gap-2 rounded-md px-3 py-2 text-[13px]",
        isDegraded ? "bg-warning-soft text-warning" : "bg-secondary text-muted-foreground",
      )}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <p>
        {isUnlimited ? `${t("noneYet")} ` : null}
        {t(`modes.${mode}`, { count: replicas })}
      </p>
    </div>
  );
}
