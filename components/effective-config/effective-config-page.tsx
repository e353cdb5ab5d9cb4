"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTranslations } from "use-intl";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { ConfigurationCode } from "./configuration-code";
import { ConfigurationHistory } from "./configuration-history";
import { EffectiveValues } from "./effective-values";

const TABS = ["values", "history", "code"] as const;

export function EffectiveConfigPage() {
  const t = useTranslations("configuration.effective");
  const states = useTranslations("states");
  const [{ tab }, setSearch] = useQueryStates({
    tab: parseAsStringLiteral(TABS).withDefault("values"),
    model: parseAsString.withDefault("auto"),
  });
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Tabs
        value={tab}
        onValueChange={(next) => void setSearch({ tab: TABS.find((each) => each === next) ?? "values" })}
      >
        <TabsList>
          {TABS.map((each) => (
            <TabsTrigger key={each} value={each}>
              {t(`tabs.${each}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value={tab}>
          <QueryBoundary fallback={<TableSkeleton label={states("loading")} />}>
            {tab === "values" ? (
              <EffectiveValues />
            ) : tab === "history" ? (
              <ConfigurationHistory />
            ) : (
              <ConfigurationCode />
            )}
          </QueryBoundary>
        </TabsContent>
      </Tabs>
    </>
  );
}
