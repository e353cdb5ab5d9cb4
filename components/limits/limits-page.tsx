"use client";

import { Plus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { BudgetsTab } from "@/components/budgets/budgets-tab";
import { GuardedButton } from "@/components/shared/guarded-button";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { usePermission } from "@/components/shared/use-permission";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { LimitsTab } from "./limits-tab";

const TABS = ["limits", "budgets"] as const;

export function LimitsPage() {
  const t = useTranslations("limits");
  const states = useTranslations("states");
  const canWrite = usePermission("limits.write");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("limits"));
  const [isAdding, setIsAdding] = useState(false);
  const [isAddingBudget, setIsAddingBudget] = useState(false);
  const budgets = useTranslations("budgets");
  const canBudget = usePermission("budgets.write");
  const add = (
    <GuardedButton reason={canWrite.reason} onClick={() => setIsAdding(true)}>
      <Plus aria-hidden />
      {t("add")}
    </GuardedButton>
  );
  const addBudget = (
    <GuardedButton reason={canBudget.reason} onClick={() => setIsAddingBudget(true)}>
      <Plus aria-hidden />
      {budgets("add")}
    </GuardedButton>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={tab === "budgets" ? addBudget : add} />
      <Tabs value={tab} onValueChange={(next) => void setTab(TABS.find((known) => known === next) ?? null)}>
        <TabsList>
          {TABS.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`tabs.${name}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="limits">
          <QueryBoundary fallback={<TableSkeleton label={states("loading")} />}>
            <LimitsTab isAdding={isAdding} onAdded={() => setIsAdding(false)} />
          </QueryBoundary>
        </TabsContent>
        <TabsContent value="budgets">
          <QueryBoundary fallback={<TableSkeleton label={states("loading")} />}>
            <BudgetsTab add={addBudget} isAdding={isAddingBudget} onAdded={() => setIsAddingBudget(false)} />
          </QueryBoundary>
        </TabsContent>
      </Tabs>
    </>
  );
}
