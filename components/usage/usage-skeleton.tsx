"use client";

import { useTranslations } from "use-intl";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export function UsageSkeleton() {
  const t = useTranslations("states");
  return (
    <div className="flex flex-col gap-5">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
        {["requests", "errors", "tokens", "spend", "latency", "firstToken"].map((tile) => (
          <Skeleton key={tile} className="h-24 rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-96 rounded-lg" />
      <TableSkeleton label={t("loading")} />
    </div>
  );
}
