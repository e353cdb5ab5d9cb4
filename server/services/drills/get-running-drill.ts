import type { DrillView } from "@/lib/contracts/drill";
import type { ServiceContext } from "@/server/services/service-context";
import { toDrillView } from "./to-drill-view";

/** Null nearly always. */
export async function getRunningDrill({
  database,
  actor,
  now,
}: Pick<ServiceContext, "database" | "actor" | "now">): Promise<DrillView | null> {
  const asOf = now();
  return database.inTenant(actor.tenantId, async (tx) => {
    const row = await tx.fallbackDrill.findFirst({ where: { stoppedAt: null, endsAt: { gt: asOf } } });
    return row && toDrillView(tx, row, asOf);
  });
}
