"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import type { RouteQuestion } from "@/lib/contracts/route-question";

export interface PinRouteTestProps {
  name: string;
  question: RouteQuestion;
  expected: { model: string; providerConfigName: string | null };
}

/** Keeps where a call goes as a test that runs with each change of the configuration. */
export function PinRouteTest({ name, question, expected }: PinRouteTestProps) {
  const t = useTranslations("routing");
  const canWrite = usePermission("routing.write");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pin = useMutation(
    trpc.routing.createTest.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.routing.tests.pathFilter());
        toast.success(t("pinned"));
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <GuardedButton
      variant="outline"
      size="sm"
      reason={canWrite.reason}
      disabled={pin.isPending}
      onClick={() => pin.mutate({ name: name.slice(0, 100), question, expected })}
    >
      {t("pin")}
    </GuardedButton>
  );
}
