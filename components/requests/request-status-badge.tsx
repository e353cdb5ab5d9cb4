"use client";

import { CircleCheck, CircleSlash, CircleX, type LucideIcon, TimerOff, Unplug } from "lucide-react";
import { useTranslations } from "use-intl";
import { StatusBadge, type StatusTone } from "@/components/shared/status-badge";
import type { RequestStatus } from "@/lib/contracts/request";

const LOOKS: Record<RequestStatus, { tone: StatusTone; icon: LucideIcon }> = {
  success: { tone: "success", icon: CircleCheck },
  error: { tone: "danger", icon: CircleX },
  timeout: { tone: "danger", icon: TimerOff },
  aborted: { tone: "neutral", icon: CircleSlash },
  interrupted: { tone: "warning", icon: Unplug },
};

export function RequestStatusBadge({ status, errorCode }: { status: RequestStatus; errorCode?: string | null }) {
  const t = useTranslations("requests");
  return (
    <StatusBadge {...LOOKS[status]} title={errorCode ?? t(`statusHints.${status}`)}>
      {t(`statuses.${status}`)}
    </StatusBadge>
  );
}
