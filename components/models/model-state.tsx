"use client";

import { CirclePause, Unplug } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { StatusBadge } from "@/components/shared/status-badge";
import type { TenantModelView } from "@/lib/contracts/tenant-model";

/** Whether a call would reach the model now, and if not what stands in the way: the first thing to mend is named. */
export function ModelState({ model }: { model: TenantModelView }) {
  const t = useTranslations("models.states");
  const statuses = useTranslations("providers.statuses");
  const format = useFormatter();
  if (model.goneSince) {
    return (
      <StatusBadge
        tone="danger"
        icon={Unplug}
        title={t("goneHint", { date: format.dateTime(model.goneSince, { dateStyle: "medium" }) })}
      >
        {t("gone")}
      </StatusBadge>
    );
  }
  if (!model.isEnabled) {
    return (
      <StatusBadge tone="neutral" icon={CirclePause}>
        {t("disabled")}
      </StatusBadge>
    );
  }
  if (!model.isCallable)
    return <StatusBadge tone="warning">{t("blocked", { status: statuses(model.providerStatus) })}</StatusBadge>;
  if (model.isDeprecated) {
    return (
      <StatusBadge tone="warning" title={t("deprecatedHint")}>
        {t("deprecated")}
      </StatusBadge>
    );
  }
  return <StatusBadge tone="success">{t("callable")}</StatusBadge>;
}
