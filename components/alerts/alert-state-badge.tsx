"use client";

import { BellRing, CircleCheck, Hand } from "lucide-react";
import { useTranslations } from "use-intl";
import { StatusBadge } from "@/components/shared/status-badge";
import type { AlertState } from "@/lib/contracts/alert";

const TONES = { open: "danger", acknowledged: "warning", resolved: "success" } as const;
const ICONS = { open: BellRing, acknowledged: Hand, resolved: CircleCheck } as const;

export function AlertStateBadge({ state }: { state: AlertState }) {
  const t = useTranslations("alerts");
  return (
    <StatusBadge tone={TONES[state]} icon={ICONS[state]}>
      {t(`states.${state}`)}
    </StatusBadge>
  );
}
