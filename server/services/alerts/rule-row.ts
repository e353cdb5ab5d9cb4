import {
  type AlertRuleFields,
  type AlertRuleView,
  alertMetric,
  alertRuleStatus,
  alertScopeKind,
  type QuietHours,
} from "@/lib/contracts/alert";
import type { AlertRule } from "@/server/db/generated/client";

/** A rule's row as the rest of the code reads it. */
export function toRuleView(row: AlertRule, scopeName: string | null): AlertRuleView {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    metric: alertMetric.parse(row.metric),
    scopeKind: alertScopeKind.parse(row.scopeKind),
    scopeValue: row.scopeValue,
    threshold: row.threshold.toString(),
    windowMinutes: row.windowMinutes,
    minimumCount: row.minimumCount,
    cooldownMinutes: row.cooldownMinutes,
    quietHours: quietHoursOf(row),
    channelIds: row.channelIds,
    isEnabled: row.isEnabled,
    status: alertRuleStatus.parse(row.status),
    scopeName,
    lastValue: row.lastValue?.toString() ?? null,
    lastEvaluatedAt: row.lastEvaluatedAt,
  };
}

export function quietHoursOf({
  quietFromMinute,
  quietToMinute,
}: Pick<AlertRule, "quietFromMinute" | "quietToMinute">): QuietHours | null {
  return quietFromMinute === null || quietToMinute === null
    ? null
    : { fromMinute: quietFromMinute, toMinute: quietToMinute };
}

export function toRuleColumns({ quietHours, threshold, ...fields }: AlertRuleFields) {
  return {
    ...fields,
    scopeValue: fields.scopeKind === "tenant" ? null : fields.scopeValue,
    threshold: BigInt(threshold),
    quietFromMinute: quietHours?.fromMinute ?? null,
    quietToMinute: quietHours?.toMinute ?? null,
  };
}
