"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import type { GlobalSettingView } from "@/lib/contracts/global-setting";

export function RemoveGlobalModelDialog({ from, onClose }: { from: GlobalSettingView; onClose: () => void }) {
  const t = useTranslations("globalModels");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id, displayName: name } = from;
  const remove = useMutation(
    trpc.globalSettings.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.globalSettings.pathKey() });
        toast.success(t("removed", { name }));
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("removeTitle", { name })}
      description={t("removeText")}
      confirmLabel={t("remove")}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id })}
    />
  );
}
