"use client";

import { useTranslations } from "use-intl";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { ProviderLists } from "./provider-lists";
import { ProvidersSkeleton } from "./providers-skeleton";

/** The providers page: which vendors and servers answer for this organization, and the others it could connect. */
export function ProvidersView() {
  const t = useTranslations("providers");
  const pages = useTranslations("shell.pages");
  return (
    <>
      <PageHeader title={pages("providers")} description={t("description")} />
      <QueryBoundary fallback={<ProvidersSkeleton />}>
        <ProviderLists />
      </QueryBoundary>
    </>
  );
}
