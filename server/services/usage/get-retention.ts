import type { z } from "zod";
import type { retentionView } from "@/lib/contracts/usage";
import type { ServiceContext } from "@/server/services/service-context";

export async function getRetention({ actor, database }: ServiceContext): Promise<z.infer<typeof retentionView>> {
  const tenant = await database.inTenant(actor.tenantId, (tx) =>
    tx.tenant.findUniqueOrThrow({
      where: { id: actor.tenantId },
      select: { requestRetentionDays: true, requestsPurgedBefore: true },
    }),
  );
  return { days: tenant.requestRetentionDays, purgedBefore: tenant.requestsPurgedBefore };
}
