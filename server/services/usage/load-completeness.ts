import type { TenantTransaction } from "@/server/db/client";

export interface Completeness {
  timeZone: string;
  /** Every hour before this is rolled up. */
  completeTo: Date;
  /** Before this, figures are all that is left of the requests. */
  requestsPurgedBefore: Date | null;
}

/** How far a tenant's rollups reach without a gap, and the zone its days are cut in. */
export async function loadCompleteness(tx: TenantTransaction, tenantId: string): Promise<Completeness> {
  const { timeZone, requestsPurgedBefore } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { timeZone: true, requestsPurgedBefore: true },
  });
  const { closedTo } = await tx.usageWatermark.findUniqueOrThrow({ where: { id: 1 } });
  const oldest = await tx.usageStaleHour.findFirst({ orderBy: { hour: "asc" }, select: { hour: true } });
  const completeTo = oldest && oldest.hour < closedTo ? oldest.hour : closedTo;
  return { timeZone, completeTo, requestsPurgedBefore };
}
