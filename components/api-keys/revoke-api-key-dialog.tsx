"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import type { ApiKeyView } from "@/lib/contracts/api-key";

export function RevokeApiKeyDialog({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }) {
  const t = useTranslations("apiKeys");
  const format = useFormatter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter());
        toast.success(t("revoked", { name: apiKey.name }));
        onClose();
      },
    }),
  );
  const use = apiKey.lastUsedAt
    ? t("revokeUsed", { time: format.dateTime(apiKey.lastUsedAt, { dateStyle: "medium", timeStyle: "short" }) })
    : t("revokeUnused");
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("revokeTitle", { name: apiKey.name })}
      description={t("revokeText", { hint: apiKey.hint })}
      affected={[use]}
      confirmLabel={t("revoke")}
      isPending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ id: apiKey.id })}
    />
  );
}
