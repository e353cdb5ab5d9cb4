"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, RotateCw } from "lucide-react";
import { useId } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";
import type { OpenCircuitView } from "@/lib/contracts/provider-health";

export interface ConfigCircuitsProps {
  config: Pick<ProviderConfigView, "id" | "name">;
  circuits: readonly OpenCircuitView[];
}

/** Why calls are kept from a config just now, since when and until when, and a way to let them through. */
export function ConfigCircuits({ config, circuits }: ConfigCircuitsProps) {
  const t = useTranslations("providers.circuits");
  const { reason } = usePermission("providers.write");
  const headingId = useId();
  const closing = useClosing(config);
  return (
    <section aria-labelledby={headingId} className="flex flex-col gap-2 border-t px-4 py-3 text-xs">
      <div className="flex items-center justify-between gap-2">
        <h4 id={headingId} className="font-medium">
          {t("title")}
        </h4>
        {circuits.some(({ isShared }) => !isShared) ? (
          <GuardedButton
            reason={reason}
            variant="outline"
            size="sm"
            aria-label={t("closeNamed", { name: config.name })}
            title={t("closeHint")}
            disabled={closing.isPending}
            onClick={() => closing.mutate({ id: config.id })}
          >
            {t("close")}
          </GuardedButton>
        ) : null}
      </div>
      <ul className="flex flex-col gap-2.5">
        {circuits.map((circuit) => (
          <li key={`${circuit.kind} ${circuit.model} ${circuit.isShared}`} className="flex min-w-0 flex-col gap-1">
            <CircuitLine circuit={circuit} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function CircuitLine({
  circuit: { kind, state, model, isShared, reason, openedAt, retryAt },
}: {
  circuit: OpenCircuitView;
}) {
  const t = useTranslations("providers.circuits");
  return (
    <>
      <div className="flex min-w-0 flex-wrap items-center gap-1.5">
        <StatusBadge tone={state === "open" ? "danger" : "warning"} icon={state === "open" ? CircleAlert : RotateCw}>
          {t(`states.${state}`)}
        </StatusBadge>
        <span className="font-medium">{t(`kinds.${kind}`)}</span>
        <span className={model === null ? "text-muted-foreground" : "font-mono break-all text-muted-foreground"}>
          {model ?? t("everyModel")}
        </span>
      </div>
      <p className="text-pretty break-words text-muted-foreground">{isShared ? t("shared") : reason}</p>
      <p className="text-muted-foreground">
        {t("since")} <RelativeTime date={openedAt} />
        {state === "open" ? (
          <>
            {" · "}
            {t("nextTry")} <RelativeTime date={retryAt} />
          </>
        ) : null}
      </p>
    </>
  );
}

function useClosing({ name }: Pick<ProviderConfigView, "name">) {
  const t = useTranslations("providers.circuits");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  return useMutation(
    trpc.providerConfigs.closeCircuits.mutationOptions({
      onSuccess: ({ closed }) => void toast.success(t("closed", { count: closed, name })),
      onError: (error) => void toast.error(errorText(error)),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
}
