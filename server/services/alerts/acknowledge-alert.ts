import type { AlertView } from "@/lib/contracts/alert";
import { AppError } from "@/lib/contracts/errors";
import { writeAudit } from "@/server/services/audit/write-audit";
import type { ServiceContext } from "@/server/services/service-context";
import { toAlertView, WITH_DELIVERIES } from "./alert-row";

/** Somebody takes care of it. Twice changes nothing; one that is resolved needs nobody, which is a `conflict`. */
export async function acknowledgeAlert(
  { actor, database, now }: ServiceContext,
  { id }: { id: string },
): Promise<AlertView> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const alert = await tx.alert.findUnique({ where: { id } });
    if (!alert) throw new AppError("not_found", "There is no such alert in this organization.");
    if (alert.state === "resolved") throw new AppError("conflict", "This alert has resolved by itself already.");
    const { count } = await tx.alert.updateMany({
      where: { id, state: "open" },
      data: { state: "acknowledged", acknowledgedAt: now(), acknowledgedBy: actor.name },
    });
    if (count > 0) {
      if (alert.ruleId)
        await tx.alertRule.updateMany({
          where: { id: alert.ruleId, status: "firing" },
          data: { status: "acknowledged" },
        });
      await writeAudit(tx, actor, { action: "alert.acknowledge", targetId: id, targetName: alert.title });
    }
    return toAlertView(await tx.alert.findUniqueOrThrow({ where: { id }, include: WITH_DELIVERIES }));
  });
}
