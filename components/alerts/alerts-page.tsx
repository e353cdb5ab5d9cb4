"use client";

import { Plus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { usePermission } from "@/components/shared/use-permission";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { AlertRuleView } from "@/lib/contracts/alert";
import { AlertHistory } from "./alert-history";
import { ChannelDialog } from "./channel-dialog";
import { ChannelList } from "./channel-list";
import { RuleDialog } from "./rule-dialog";
import { RuleList } from "./rule-list";

const TABS = ["history", "rules", "channels"] as const;

export function AlertsPage() {
  const t = useTranslations("alerts");
  const states = useTranslations("states");
  const canWrite = usePermission("alerts.write");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("history"));
  const [editing, setEditing] = useState<AlertRuleView | "new" | null>(null);
  const [isAddingChannel, setIsAddingChannel] = useState(false);
  const skeleton = <TableSkeleton label={states("loading")} />;
  const addRule = (
    <GuardedButton reason={canWrite.reason} onClick={() => setEditing("new")}>
      <Plus aria-hidden />
      {t("addRule")}
    </GuardedButton>
  );
  const addChannel = (
    <GuardedButton reason={canWrite.reason} onClick={() => setIsAddingChannel(true)}>
      <Plus aria-hidden />
      {t("addChannel")}
    </GuardedButton>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={tab === "channels" ? addChannel : addRule}
      />
      <Tabs value={tab} onValueChange={(next) => void setTab(TABS.find((known) => known === next) ?? null)}>
        <TabsList>
          {TABS.map((name) => (
            <TabsTrigger key={name} value={name}>
              {t(`tabs.${name}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="history">
          <QueryBoundary fallback={skeleton}>
            <AlertHistory addRule={addRule} />
          </QueryBoundary>
        </TabsContent>
        <TabsContent value="rules">
          <QueryBoundary fallback={skeleton}>
            <RuleList addRule={addRule} onEdit={setEditing} />
          </QueryBoundary>
        </TabsContent>
        <TabsContent value="channels">
          <QueryBoundary fallback={skeleton}>
            <ChannelList addChannel={addChannel} />
          </QueryBoundary>
        </TabsContent>
      </Tabs>
      {editing ? <RuleDialog rule={editing === "new" ? null : editing} onClose={() => setEditing(null)} /> : null}
      {isAddingChannel ? <ChannelDialog onClose={() => setIsAddingChannel(false)} /> : null}
    </>
  );
}
