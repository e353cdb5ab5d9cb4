"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";

/** How many models one call may switch. */
export const MAX_MODELS_AT_ONCE = 1000;
const UNDO_MS = 10_000;

/** Switches models on and off: shown at once, taken back when the server refuses, and undone from the notice. */
export function useModelChanges() {
  const t = useTranslations("models.bulk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const listKey = trpc.models.list.queryKey({});
  const mutation = useMutation(
    trpc.models.setEnabled.mutationOptions({
      onMutate: async ({ ids, isEnabled }) => {
        await queryClient.cancelQueries({ queryKey: listKey });
        const before = queryClient.getQueryData(listKey);
        queryClient.setQueryData(listKey, (models) =>
          models?.map((model) => (ids.includes(model.id) ? { ...model, isEnabled } : model)),
        );
        return { before };
      },
      onError: (error, _input, snapshot) => {
        queryClient.setQueryData(listKey, snapshot?.before);
        toast.error(errorText(error));
      },
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const setEnabled = (models: readonly { id: string; isEnabled: boolean }[], isEnabled: boolean) => {
    const ids = models.filter((model) => model.isEnabled !== isEnabled).map((model) => model.id);
    if (ids.length === 0) {
      toast.info(t("unchanged"));
      return;
    }
    mutation.mutate(
      { ids, isEnabled },
      {
        onSuccess: ({ changed }) =>
          void toast.success(t(isEnabled ? "enabled" : "disabled", { count: changed }), {
            duration: UNDO_MS,
            action: { label: t("undo"), onClick: () => mutation.mutate({ ids, isEnabled: !isEnabled }) },
          }),
      },
    );
  };
  return { setEnabled, isPending: mutation.isPending };
}
