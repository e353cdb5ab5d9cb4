"use client";

import { CirclePause, CircleSlash, KeyRound, type LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import { StatusBadge, type StatusTone } from "@/components/shared/status-badge";
import type { ProviderConfigStatus } from "@/lib/contracts/provider-config";

const LOOKS: Record<ProviderConfigStatus, { tone: StatusTone; icon?: LucideIcon }> = {
  ready: { tone: "success" },
  unverified: { tone: "warning" },
  invalid: { tone: "danger" },
  disabled: { tone: "neutral", icon: CirclePause },
  undecryptable: { tone: "danger", icon: KeyRound },
  no_models: { tone: "warning", icon: CircleSlash },
};

/** Whether a provider config can serve, in one word. */
export function ConfigStatusBadge({ status }: { status: ProviderConfigStatus }) {
  const t = useTranslations("providers.statuses");
  return <StatusBadge {...LOOKS[status]}>{t(status)}</StatusBadge>;
}
