"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { ChangeList } from "./change-list";

/** Every state the configuration has had, what each save changed, and the way back. */
export function ConfigurationHistory() {
  const t = useTranslations("configuration.effective");
  const trpc = useTRPC();
  const canWrite = usePermission("configuration.write");
  const { data: versions } = useSuspenseQuery(trpc.configuration.versions.queryOptions({}));
  const [chosen, setChosen] = useState<number | null>(null);
  if (versions.length === 0) return <p className="pt-4 text-[13px] text-muted-foreground">{t("noHistory")}</p>;
  return (
    <>
      <ol className="flex flex-col divide-y pt-2">
        {versions.map(({ version, actorName, createdAt, changes }, index) => (
          <li key={version} className="flex flex-wrap items-start justify-between gap-3 py-3">
            <div className="flex min-w-0 flex-1 flex-col gap-1">
              <p className="text-[13px]">
                <span className="font-medium">{t("version", { version })}</span>{" "}
                <span className="text-muted-foreground">
                  {t("by", { name: actorName })}, <RelativeTime date={createdAt} />
                </span>
              </p>
              <ChangeList changes={changes} />
            </div>
            {index === 0 ? null : (
              <GuardedButton
                reason={canWrite.reason}
                variant="outline"
                size="sm"
                aria-label={t("rollbackNamed", { version })}
                onClick={() => setChosen(version)}
              >
                {t("rollback")}
              </GuardedButton>
            )}
          </li>
        ))}
      </ol>
      {chosen === null ? null : <RollbackDialog version={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function RollbackDialog({ version, onClose }: { version: number; onClose: () => void }) {
  const t = useTranslations("configuration.effective");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const rollback = useMutation(
    trpc.configuration.rollback.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries();
        toast.success(t("rolledBack", { version }));
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      isDestructive={false}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("rollbackTitle", { version })}
      description={t("rollbackText")}
      confirmLabel={t("rollback")}
      isPending={rollback.isPending}
      error={rollback.error}
      onConfirm={() => rollback.mutate({ version })}
    />
  );
}
