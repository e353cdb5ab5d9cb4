"use client";

import { useTranslations } from "use-intl";
import { Skeleton } from "@/components/ui/skeleton";

/** Any console page while its server part is on the way. */
export function PageSkeleton() {
  const t = useTranslations("states");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-5">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-4 w-80 max-w-full" />
      </div>
      <Skeleton className="h-64 w-full rounded-lg" />
    </div>
  );
}
