"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import type { PurgeCacheInput } from "@/lib/contracts/cache";

export function PurgeDialog({ selector, onClose }: { selector: PurgeCacheInput; onClose: () => void }) {
  const t = useTranslations("cache");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const purge = useMutation(
    trpc.cache.purge.mutationOptions({
      onSuccess: async ({ purged }) => {
        await queryClient.invalidateQueries(trpc.cache.overview.queryFilter());
        toast.success(t("purged", { count: purged }));
        onClose();
      },
    }),
  );
  const title = selector.id
    ? t("purgeOneTitle")
    : selector.modelName
      ? t("purgeModelTitle", { model: selector.modelName })
      : t("purgeAllTitle");
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={t("purgeText")}
      confirmLabel={t("purge")}
      isPending={purge.isPending}
      error={purge.error}
      onConfirm={() => purge.mutate(selector)}
    />
  );
}
