"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { useTRPC } from "@/components/trpc/client";
import type { ProviderConfigDependents, ProviderConfigView } from "@/lib/contracts/provider-config";

/** Shows what stops working before a provider config is deleted; with traffic in the last day its name must be typed. */
export function RemoveConfigDialog({ config, onClose }: { config: ProviderConfigView; onClose: () => void }) {
  const t = useTranslations("providers");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useAffected();
  const dependents = useQuery(
    trpc.providerConfigs.dependents.queryOptions({ id: config.id }, { staleTime: 0, gcTime: 0 }),
  );
  const removal = useMutation(
    trpc.providerConfigs.remove.mutationOptions({
      onSuccess: () => {
        toast.success(t("removedToast", { name: config.name }));
        onClose();
        void queryClient.invalidateQueries();
      },
    }),
  );
  const affected = dependents.data ? describe(dependents.data) : [];
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("remove.title", { name: config.name })}
      description={t("remove.text")}
      affected={affected}
      confirmLabel={t("remove.confirm")}
      typeToConfirm={(dependents.data?.requestsLast24h ?? 0) > 0 ? config.name : undefined}
      isPending={removal.isPending}
      error={removal.error}
      onConfirm={() => {
        if (dependents.data) removal.mutate({ id: config.id, confirm: true });
      }}
    >
      {dependents.isPending ? (
        <p role="status" className="flex items-center gap-2 text-[13px] text-muted-foreground">
          <LoaderCircle className="size-4 animate-spin" aria-hidden />
          {t("remove.loading")}
        </p>
      ) : dependents.isError ? (
        <p role="alert" className="text-[13px] text-danger">
          {t("remove.loadFailed")}
        </p>
      ) : affected.length === 0 ? (
        <p className="text-[13px] text-muted-foreground">{t("remove.nothing")}</p>
      ) : null}
    </ConfirmDialog>
  );
}

function useAffected(): (dependents: ProviderConfigDependents) => string[] {
  const t = useTranslations("providers.remove");
  const types = useTranslations("models.types");
  return ({ defaults, modelCount, requestsLast24h }) => [
    ...defaults.map((type) => t("affectedDefault", { type: types(type) })),
    ...(modelCount > 0 ? [t("affectedModels", { count: modelCount })] : []),
    ...(requestsLast24h > 0 ? [t("affectedRequests", { count: requestsLast24h })] : []),
  ];
}
