"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { PiggyBank, RefreshCw } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import type { BudgetView } from "@/lib/contracts/budget";
import { BudgetDialog } from "./budget-dialog";
import { BudgetTable } from "./budget-table";
import { BurnDownFigure } from "./burn-down-figure";
import { DeleteBudgetDialog } from "./delete-budget-dialog";

interface BudgetsTabProps {
  add: ReactNode;
  isAdding: boolean;
  onAdded: () => void;
}

export function BudgetsTab({ add, isAdding, onAdded }: BudgetsTabProps) {
  const t = useTranslations("budgets");
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({ ...trpc.budgets.list.queryOptions(), refetchInterval: 15_000 });
  const [shownId, setShownId] = useQueryState("budget", parseAsString);
  const [editing, setEditing] = useState<BudgetView | null>(null);
  const [deleting, setDeleting] = useState<BudgetView | null>(null);
  const shown = data.budgets.find(({ id }) => id === shownId) ?? data.budgets[0];
  return (
    <div className="flex flex-col gap-4">
      {shown ? (
        <>
          <BudgetTable
            budgets={data.budgets}
            timeZone={data.timeZone}
            onShow={({ id }) => void setShownId(id)}
            onEdit={setEditing}
            onDelete={setDeleting}
          />
          <RecountButton />
          <BurnDownFigure budget={shown} />
        </>
      ) : (
        <DataState icon={PiggyBank} title={t("firstUseTitle")} text={t("firstUseText")} action={add} />
      )}
      {isAdding ? <BudgetDialog budget={null} onClose={onAdded} /> : null}
      {editing ? <BudgetDialog budget={editing} onClose={() => setEditing(null)} /> : null}
      {deleting ? <DeleteBudgetDialog budget={deleting} onClose={() => setDeleting(null)} /> : null}
    </div>
  );
}

function RecountButton() {
  const t = useTranslations("budgets");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const canWrite = usePermission("budgets.write");
  const recount = useMutation(
    trpc.budgets.reconcile.mutationOptions({
      onSuccess: async () => {
        toast.success(t("recounting"));
        await queryClient.invalidateQueries(trpc.jobs.pathFilter());
      },
    }),
  );
  return (
    <div className="self-end">
      <GuardedButton
        reason={canWrite.reason}
        variant="outline"
        size="sm"
        isPending={recount.isPending}
        onClick={() => recount.mutate()}
      >
        <RefreshCw aria-hidden />
        {t("recount")}
      </GuardedButton>
    </div>
  );
}
