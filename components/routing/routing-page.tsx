"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "use-intl";
import { DrillTab } from "@/components/drills/drill-tab";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { DryRun } from "./dry-run";
import { PolicyForm } from "./policy-form";
import { ReplayPanel } from "./replay-panel";
import { RouteTestList } from "./route-test-list";

const TABS = ["policy", "dryRun", "replay", "tests", "drill"] as const;

export function RoutingPage() {
  const t = useTranslations("routing");
  const states = useTranslations("states");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("policy"));
  const skeleton = <TableSkeleton label={states("loading")} />;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Tabs value={tab} onValueChange={(next) => void setTab(TABS.find((known) => known === next) ?? null)}>
        <TabsList>
          {TABS.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`tabs.${name}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="policy">
          <QueryBoundary fallback={skeleton}>
            <PolicyForm />
          </QueryBoundary>
        </TabsContent>
        <TabsContent value="dryRun">
          <DryRun />
        </TabsContent>
        <TabsContent value="replay">
          <QueryBoundary fallback={skeleton}>
            <ReplayPanel />
          </QueryBoundary>
        </TabsContent>
        <TabsContent value="tests">
          <QueryBoundary fallback={skeleton}>
            <RouteTestList />
          </QueryBoundary>
        </TabsContent>
        <TabsContent value="drill">
          <QueryBoundary fallback={skeleton}>
            <DrillTab />
          </QueryBoundary>
        </TabsContent>
      </Tabs>
    </>
  );
}
