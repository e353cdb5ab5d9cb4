"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { Denied } from "@/components/shared/denied";
import { GuardedButton } from "@/components/shared/guarded-button";
import { NoMatch } from "@/components/shared/no-match";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { ApiKeyTable } from "./api-key-table";
import { CreateApiKeyDialog } from "./create-api-key-dialog";

export function ApiKeysPage() {
  const t = useTranslations("apiKeys");
  const states = useTranslations("states");
  const canRead = usePermission("api_keys.read");
  const canWrite = usePermission("api_keys.write");
  const [isCreating, setIsCreating] = useState(false);
  const create = (
    <GuardedButton reason={canWrite.reason} onClick={() => setIsCreating(true)}>
      <Plus aria-hidden />
      {t("create")}
    </GuardedButton>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      {canRead.isAllowed ? (
        <QueryBoundary fallback={<TableSkeleton label={states("loading")} />}>
          <ApiKeyList create={create} />
        </QueryBoundary>
      ) : (
        <Denied permission="api_keys.read" />
      )}
      <CreateApiKeyDialog open={isCreating} onOpenChange={setIsCreating} />
    </>
  );
}

function ApiKeyList({ create }: { create: ReactNode }) {
  const t = useTranslations("apiKeys");
  const switchId = useId();
  const trpc = useTRPC();
  const { data: apiKeys } = useSuspenseQuery(trpc.apiKeys.list.queryOptions());
  const [isAll, setIsAll] = useQueryState("all", parseAsBoolean.withDefault(false));
  if (apiKeys.length === 0) {
    return <DataState icon={KeyRound} title={t("firstUseTitle")} text={t("firstUseText")} action={create} />;
  }
  const shown = isAll ? apiKeys : apiKeys.filter((apiKey) => apiKey.status === "active");
  return (
    <div className="flex flex-col gap-3">
      {shown.length < apiKeys.length || isAll ? (
        <div className="flex items-center gap-2 self-end">
          <Label htmlFor={switchId} className="font-normal text-muted-foreground">
            {t("showInactive")}
          </Label>
          <Switch id={switchId} checked={isAll} onCheckedChange={(next) => void setIsAll(next)} />
        </div>
      ) : null}
      {shown.length > 0 ? (
        <ApiKeyTable apiKeys={shown} />
      ) : (
        <NoMatch filters={[t("inactiveFilter")]} onClear={() => void setIsAll(true)} />
      )}
    </div>
  );
}
