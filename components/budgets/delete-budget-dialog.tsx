"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import type { BudgetView } from "@/lib/contracts/budget";

export function DeleteBudgetDialog({ budget, onClose }: { budget: BudgetView; onClose: () => void }) {
  const t = useTranslations("budgets");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.budgets.delete.mutationOptions({
      onSuccess: async () => {
        toast.success(t("deleted", { name: budget.name }));
        onClose();
        await queryClient.invalidateQueries(trpc.budgets.pathFilter());
        await queryClient.invalidateQueries(trpc.overview.get.queryFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("deleteTitle", { name: budget.name })}
      description={t("deleteText")}
      affected={[t("deleteEffect")]}
      confirmLabel={t("delete")}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id: budget.id })}
    />
  );
}
