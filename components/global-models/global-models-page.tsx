"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Globe, Lock, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { useSession } from "@/components/shared/session";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import type { GlobalSettingView } from "@/lib/contracts/global-setting";
import { ChangesSection } from "./changes-section";
import { GlobalModelDialog } from "./global-model-dialog";
import { GlobalModelTable } from "./global-model-table";
import { InfraModelsSection } from "./infra-models-section";
import { RemoveGlobalModelDialog } from "./remove-global-model-dialog";
import { SystemKeysSection } from "./system-keys-section";

type Opened = { kind: "save"; from: GlobalSettingView | null } | { kind: "remove"; from: GlobalSettingView };

/** What the operator decides for every organization. */
export function GlobalModelsPage() {
  const t = useTranslations("globalModels");
  const states = useTranslations("states");
  const { isOperator } = useSession().user;
  const [opened, setOpened] = useState<Opened | null>(null);
  if (!isOperator)
    return (
      <>
        <PageHeader title={t("title")} description={t("description")} />
        <DataState icon={Lock} title={t("deniedTitle")} text={t("deniedText")} />
      </>
    );
  const create = (
    <Button onClick={() => setOpened({ kind: "save", from: null })}>
      <Plus aria-hidden />
      {t("create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <QueryBoundary fallback={<TableSkeleton label={states("loading")} />}>
        <Sections opened={opened} onOpen={setOpened} />
      </QueryBoundary>
    </>
  );
}

function Sections({ opened, onOpen }: { opened: Opened | null; onOpen: (opened: Opened | null) => void }) {
  const t = useTranslations("globalModels");
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.globalSettings.overview.queryOptions());
  const close = () => onOpen(null);
  return (
    <div className="flex flex-col gap-8">
      {data.globals.length === 0 ? (
        <DataState icon={Globe} title={t("firstUseTitle")} text={t("firstUseText")} />
      ) : (
        <GlobalModelTable
          globals={data.globals}
          onEdit={(from) => onOpen({ kind: "save", from })}
          onRemove={(from) => onOpen({ kind: "remove", from })}
        />
      )}
      <SystemKeysSection systemKeys={data.systemKeys} />
      <InfraModelsSection infraModels={data.infraModels} choices={data.choices} />
      <ChangesSection changes={data.changes} />
      {opened?.kind === "save" ? (
        <GlobalModelDialog
          from={opened.from}
          choices={data.choices}
          hasDefault={data.globals.some(({ isDefault }) => isDefault)}
          onClose={close}
        />
      ) : null}
      {opened?.kind === "remove" ? <RemoveGlobalModelDialog from={opened.from} onClose={close} /> : null}
    </div>
  );
}
