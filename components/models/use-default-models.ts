"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";

/** Sets or clears the default model of a type, with a word about the outcome. */
export function useDefaultModels() {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const shared = {
    onError: (error: unknown) => void toast.error(errorText(error)),
    onSettled: () => queryClient.invalidateQueries(),
  };
  const choice = useMutation(
    trpc.modelSettings.set.mutationOptions({
      ...shared,
      onSuccess: ({ modelType, current }) =>
        void toast.success(t("defaults.saved", { type: t(`types.${modelType}`), model: current?.displayName ?? "" })),
    }),
  );
  const clearing = useMutation(
    trpc.modelSettings.clear.mutationOptions({
      ...shared,
      onSuccess: ({ modelType }) => void toast.success(t("defaults.cleared", { type: t(`types.${modelType}`) })),
    }),
  );
  return { set: choice.mutate, clear: clearing.mutate, isPending: choice.isPending || clearing.isPending };
}
