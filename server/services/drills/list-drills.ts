import type { DrillList } from "@/lib/contracts/drill";
import type { ServiceContext } from "@/server/services/service-context";
import { toDrillViews } from "./to-drill-view";

const MOST_DRILLS = 50;

/** The newest ones; the one that runs, if any, comes first. */
export async function listDrills({
  database,
  actor,
  now,
}: Pick<ServiceContext, "database" | "actor" | "now">): Promise<DrillList> {
  const asOf = now();
  return database.inTenant(actor.tenantId, async (tx) => {
    const rows = await tx.fallbackDrill.findMany({
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: MOST_DRILLS,
    });
    return { drills: await toDrillViews(tx, rows, asOf), asOf };
  });
}
