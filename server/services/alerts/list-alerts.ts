import type { z } from "zod";
import type { ListAlertsResult, listAlertsInput } from "@/lib/contracts/alert";
import type { ServiceContext } from "@/server/services/service-context";
import { toAlertView, WITH_DELIVERIES } from "./alert-row";

/** Newest first. */
export async function listAlerts(
  { actor, database }: ServiceContext,
  { state, cursor, limit }: z.output<typeof listAlertsInput>,
): Promise<ListAlertsResult> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const rows = await tx.alert.findMany({
      where: {
        ...(state === "open" ? { state: { not: "resolved" } } : {}),
        // Ids are of version 7: their order is that of their making.
        ...(cursor === undefined ? {} : { id: { lt: cursor } }),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
      include: WITH_DELIVERIES,
    });
    const shown = rows.slice(0, limit);
    return { alerts: shown.map(toAlertView), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  });
}
