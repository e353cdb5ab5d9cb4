"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useTenantPath } from "@/components/shared/use-tenant-path";
import { Button } from "@/components/ui/button";

export function UnpricedNotice({ count }: { count: number }) {
  const t = useTranslations("overview");
  const tenantPath = useTenantPath();
  return (
    <section className="flex flex-wrap items-center gap-3 rounded-lg border border-warning/30 bg-warning-soft px-4 py-3">
      <TriangleAlert className="size-4 shrink-0 text-warning" aria-hidden />
      <div className="min-w-0 flex-1 basis-56 text-[13px]">
        <p className="font-medium">{t("unpricedTitle", { count })}</p>
        <p className="text-xs">{t("unpricedText")}</p>
      </div>
      <Button asChild variant="outline" size="sm">
        <Link href={tenantPath("/models?state=unpriced")}>{t("unpricedAction")}</Link>
      </Button>
    </section>
  );
}
