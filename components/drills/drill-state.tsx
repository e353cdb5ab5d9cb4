"use client";

import { CircleCheck, CircleStop, Siren } from "lucide-react";
import { useTranslations } from "use-intl";
import { StatusBadge } from "@/components/shared/status-badge";
import type { DrillView } from "@/lib/contracts/drill";

export function DrillState({ drill: { isRunning, isStopped } }: { drill: DrillView }) {
  const t = useTranslations("drills");
  if (isRunning)
    return (
      <StatusBadge tone="warning" icon={Siren}>
        {t("states.running")}
      </StatusBadge>
    );
  return (
    <StatusBadge tone="neutral" icon={isStopped ? CircleStop : CircleCheck}>
      {t(isStopped ? "states.stopped" : "states.over")}
    </StatusBadge>
  );
}
