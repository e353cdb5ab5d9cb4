import type { z } from "zod";
import type { alertCounts } from "@/lib/contracts/alert";
import type { ServiceContext } from "@/server/services/service-context";

/** For the bell. What was there before a person joined is no news to them; an API key has seen everything. */
export async function countAlerts({ actor, database }: ServiceContext): Promise<z.infer<typeof alertCounts>> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const open = await tx.alert.count({ where: { state: { not: "resolved" } } });
    if (!actor.userId) return { unread: 0, open };
    const membership = await tx.membership.findFirst({
      where: { userId: actor.userId },
      select: { alertsSeenAt: true, createdAt: true },
    });
    if (!membership) return { unread: 0, open };
    const since = membership.alertsSeenAt ?? membership.createdAt;
    return { unread: await tx.alert.count({ where: { openedAt: { gt: since } } }), open };
  });
}

/** The person has seen what there is now. Read state is no change to the organization, so it leaves no audit row. */
export async function markAlertsSeen(context: ServiceContext): Promise<z.infer<typeof alertCounts>> {
  const { actor, database, now } = context;
  if (actor.userId) {
    const { userId } = actor;
    await database.inTenant(actor.tenantId, (tx) =>
      tx.membership.updateMany({ where: { userId }, data: { alertsSeenAt: now() } }),
    );
  }
  return countAlerts(context);
}
