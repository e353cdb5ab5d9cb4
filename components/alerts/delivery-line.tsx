"use client";

import { useTranslations } from "use-intl";
import type { DeliveryView } from "@/lib/contracts/alert";

/** One message of an alert: over which channel, and what became of it. */
export function DeliveryLine({ delivery }: { delivery: DeliveryView }) {
  const t = useTranslations("alerts");
  const { channelName, transition, status, attempts, error } = delivery;
  return (
    <li title={error ?? undefined}>
      {t("delivery", {
        channel: channelName,
        transition: t(`transitions.${transition}`),
        status: t(`deliveryStatuses.${status}`, { attempts }),
      })}
      {error && status !== "sent" ? <div className="max-w-56 truncate text-muted-foreground">{error}</div> : null}
    </li>
  );
}
