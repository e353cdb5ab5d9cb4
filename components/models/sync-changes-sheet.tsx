"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { ErrorState } from "@/components/shared/error-state";
import { RelativeTime } from "@/components/shared/relative-time";
import { useTRPC } from "@/components/trpc/client";
import { Sheet, SheetBody, SheetContent, SheetDescription, SheetHeader, SheetTitle } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { SyncChanges } from "./sync-changes";

export interface SyncChangesSheetProps {
  /** The provider config whose last sync is shown; null keeps the sheet closed. */
  providerConfigId: string | null;
  onClose: () => void;
}

/** What the last finished model sync of a provider config changed. */
export function SyncChangesSheet({ providerConfigId, onClose }: SyncChangesSheetProps) {
  const t = useTranslations("models.sync");
  const trpc = useTRPC();
  const query = useQuery(
    trpc.jobs.list.queryOptions(
      { targetId: providerConfigId ?? undefined, isActive: false },
      { enabled: providerConfigId !== null },
    ),
  );
  const job = query.data?.find((each) => each.modelSync !== null);
  const result = job?.modelSync;
  const name = query.data?.[0]?.targetName ?? "";
  return (
    <Sheet open={providerConfigId !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent>
        <SheetHeader>
          <SheetTitle>{name ? t("sheetTitle", { name }) : t("action")}</SheetTitle>
          <SheetDescription>
            {result ? t("sheetText", { listed: result.listed, enabled: result.enabled }) : t("loading")}
            {job?.finishedAt ? (
              <>
                {" "}
                {t("finished")} <RelativeTime date={job.finishedAt} />
              </>
            ) : null}
          </SheetDescription>
        </SheetHeader>
        <SheetBody>
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <div role="status" aria-label={t("loading")} className="flex flex-col gap-3">
              <Skeleton className="h-5 w-24" />
              <Skeleton className="h-40 w-full" />
            </div>
          ) : result ? (
            <SyncChanges result={result} />
          ) : (
            <DataState icon={History} title={t("noRun")} text={t("failed", { name })} />
          )}
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}
