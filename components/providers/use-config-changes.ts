"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";

/** The one-click changes of a provider config, each with a word about its outcome and, where it can be taken back, a way to. */
export function useConfigChanges() {
  const t = useTranslations("providers");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const onSettled = () => queryClient.invalidateQueries();
  const onError = (error: unknown) => void toast.error(errorText(error));
  const enabling = useMutation(trpc.providerConfigs.setEnabled.mutationOptions({ onError, onSettled }));
  const choosing = useMutation(
    trpc.providerConfigs.setDefault.mutationOptions({
      onSuccess: ({ name }) => void toast.success(t("defaultToast", { name })),
      onError,
      onSettled,
    }),
  );
  const setEnabled = ({ id, name }: ProviderConfigView, isEnabled: boolean) =>
    enabling.mutate(
      { id, isEnabled },
      {
        onSuccess: () =>
          void toast.success(isEnabled ? t("enabledToast", { name }) : t("disabledToast", { name }), {
            duration: 10_000,
            action: { label: t("undo"), onClick: () => enabling.mutate({ id, isEnabled: !isEnabled }) },
          }),
      },
    );
  return { setEnabled, setDefault: ({ id }: ProviderConfigView) => choosing.mutate({ id }) };
}
