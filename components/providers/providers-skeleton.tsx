"use client";

import { useTranslations } from "use-intl";
import { Skeleton } from "@/components/ui/skeleton";

/** The page's place while the providers load. */
export function ProvidersSkeleton() {
  const t = useTranslations("providers");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-6">
      <Skeleton className="h-8 w-full max-w-md" />
      <div className="grid gap-4 md:grid-cols-2 2xl:grid-cols-3">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-56 rounded-lg" />
        ))}
      </div>
    </div>
  );
}
