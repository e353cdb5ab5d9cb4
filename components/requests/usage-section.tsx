"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import type { RequestDetail } from "@/lib/contracts/request";
import { DetailList, DetailSection } from "./detail-list";
import { useUnitName } from "./use-unit-name";

/** Everything that was counted, in units that never overlap. */
export function UsageSection({ request }: { request: RequestDetail }) {
  const t = useTranslations("requests");
  const states = useTranslations("states");
  const format = useFormatter();
  const unitName = useUnitName();
  const entries = Object.entries(request.usage);
  return (
    <DetailSection title={t("sections.usage")}>
      {request.isUsageEstimated ? (
        <p className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
          <Badge variant="warning">{states("estimated")}</Badge>
          {states("estimatedHint")}
        </p>
      ) : null}
      {entries.length === 0 ? (
        <p className="text-[13px] text-muted-foreground">{t("noUsage")}</p>
      ) : (
        <DetailList entries={entries.map(([unit, count]) => ({ name: unitName(unit), value: format.number(count) }))} />
      )}
    </DetailSection>
  );
}
