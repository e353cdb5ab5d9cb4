"use client";

import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { useSession } from "@/components/shared/session";
import { Button } from "@/components/ui/button";
import type { RequestFilters } from "@/lib/contracts/request";

/** Every request that matches, as a CSV file. */
export function ExportLink({ filters }: { filters: RequestFilters }) {
  const t = useTranslations("usage");
  const { tenant } = useSession();
  const search = new URLSearchParams({ tenant: tenant.slug });
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined) search.set(name, value instanceof Date ? value.toISOString() : value);
  }
  return (
    <Button asChild variant="outline">
      <a href={`/api/export/requests?${search}`} download>
        <Download aria-hidden />
        {t("export")}
      </a>
    </Button>
  );
}
