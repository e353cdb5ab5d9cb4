"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { DrillDialog } from "./drill-dialog";
import { DrillHistory } from "./drill-history";
import { DrillReportCard } from "./drill-report-card";

const POLL_BUSY_MS = 5_000;

/** Outages rehearsed: the one that runs or was chosen, and those before. */
export function DrillTab() {
  const t = useTranslations("drills");
  const canWrite = usePermission("routing.write");
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.drills.list.queryOptions(undefined, {
      refetchInterval: (query) => (query.state.data?.drills.some(({ isRunning }) => isRunning) ? POLL_BUSY_MS : false),
    }),
  );
  const [chosenId, setChosenId] = useQueryState("drill", parseAsString);
  const [isStarting, setIsStarting] = useState(false);
  const isRunning = data.drills.some((drill) => drill.isRunning);
  const shown = data.drills.find(({ id }) => id === chosenId) ?? data.drills[0];
  const startButton = (
    <GuardedButton reason={canWrite.reason ?? (isRunning ? t("oneAtATime") : null)} onClick={() => setIsStarting(true)}>
      {t("start")}
    </GuardedButton>
  );
  return (
    <div className="flex flex-col gap-6">
      {shown ? (
        <>
          <div className="flex flex-wrap items-start justify-between gap-4">
            <p className="max-w-2xl text-[13px] text-muted-foreground">{t("intro")}</p>
            {startButton}
          </div>
          <DrillReportCard key={shown.id} id={shown.id} />
          <DrillHistory drills={data.drills} shownId={shown.id} onShow={(id) => void setChosenId(id)} />
        </>
      ) : (
        <DataState icon={Siren} title={t("firstUseTitle")} text={t("firstUseText")} action={startButton} />
      )}
      {isStarting ? (
        <DrillDialog
          onClose={() => setIsStarting(false)}
          onStarted={({ id }) => {
            setIsStarting(false);
            void setChosenId(id);
          }}
        />
      ) : null}
    </div>
  );
}
