import { type AlertView, alertMetric, alertState, deliveryView } from "@/lib/contracts/alert";
import type { Prisma } from "@/server/db/generated/client";

export const WITH_DELIVERIES = {
  deliveries: { include: { channel: { select: { name: true } } }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] },
} satisfies Prisma.AlertInclude;

type AlertRow = Prisma.AlertGetPayload<{ include: typeof WITH_DELIVERIES }>;

export function toAlertView({ deliveries, ...row }: AlertRow): AlertView {
  return {
    id: row.id,
    ruleId: row.ruleId,
    title: row.title,
    detail: row.detail,
    state: alertState.parse(row.state),
    metric: row.metric === null ? null : alertMetric.parse(row.metric),
    value: row.value?.toString() ?? null,
    threshold: row.threshold?.toString() ?? null,
    openedAt: row.openedAt,
    acknowledgedAt: row.acknowledgedAt,
    acknowledgedBy: row.acknowledgedBy,
    resolvedAt: row.resolvedAt,
    deliveries: deliveries.map(({ channel, lastError, ...delivery }) =>
      deliveryView.parse({ ...delivery, channelName: channel.name, error: lastError }),
    ),
  };
}
