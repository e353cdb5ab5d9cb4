"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Skeleton } from "@/components/ui/skeleton";
import { MODEL_TYPES } from "@/lib/contracts/model-type";
import { DefaultModelRow } from "./default-model-row";

/** The five defaults of the organization, one selector per model type. */
export function DefaultModels() {
  const trpc = useTRPC();
  const { data: settings } = useSuspenseQuery(trpc.modelSettings.list.queryOptions());
  const { reason } = usePermission("model_settings.write");
  return (
    <>
      {/* Each selector repeats it to screen readers. */}
      {reason ? <p className="text-xs text-muted-foreground">{reason}</p> : null}
      <ul className="divide-y rounded-lg border bg-card">
        {settings.map((setting) => (
          <DefaultModelRow key={setting.modelType} setting={setting} />
        ))}
      </ul>
    </>
  );
}

export function DefaultModelsSkeleton() {
  const t = useTranslations("models.defaults");
  return (
    <div role="status" aria-label={t("loading")} className="divide-y rounded-lg border bg-card">
      {MODEL_TYPES.map((type) => (
        <div key={type} className="flex h-14 items-center gap-4 px-4">
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-8 flex-1" />
        </div>
      ))}
    </div>
  );
}
