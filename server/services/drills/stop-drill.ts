import type { DrillView } from "@/lib/contracts/drill";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { requireDrill } from "./require-drill";
import { toDrillView } from "./to-drill-view";

/** Ends a drill before its time. One that is over stays as it is. Throws `not_found`. */
export async function stopDrill(
  { database, actor, now }: Pick<ServiceContext, "database" | "actor" | "now">,
  { id }: { id: string },
): Promise<DrillView> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const stoppedAt = now();
    const { count } = await tx.fallbackDrill.updateMany({
      where: { id, stoppedAt: null, endsAt: { gt: stoppedAt } },
      data: { stoppedAt },
    });
    const view = await toDrillView(tx, await requireDrill(tx, id), stoppedAt);
    if (count > 0) {
      const { profile, providerConfigName, model } = view;
      const targetName =
        profile === null ? [providerConfigName, model].filter(Boolean).join("/") : `profile:${profile}`;
      await writeAudit(tx, actor, { action: "fallback_drill.stop", targetId: id, targetName });
    }
    return view;
  });
}
