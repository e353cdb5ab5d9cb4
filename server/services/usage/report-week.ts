import type { z } from "zod";
import type { UsageWeek, usageWeekInput } from "@/lib/contracts/usage";
import type { TenantContext } from "@/server/services/service-context";
import { loadCompleteness } from "./load-completeness";
import { requireSpan } from "./report-usage";
import { selectWeekHours } from "./select-usage";

const DAY_HOURS = 24;

/** When in the week requests and errors happen, in the tenant's zone. */
export async function reportWeek(
  { actor, database }: TenantContext,
  filters: z.output<typeof usageWeekInput>,
): Promise<UsageWeek> {
  requireSpan(filters);
  const { tenantId } = actor;
  return database.inTenant(tenantId, async (tx) => {
    const { timeZone } = await loadCompleteness(tx, tenantId);
    const rows = await selectWeekHours(tx, { tenantId, dimension: "all", filters }, timeZone);
    const hours = rows.map(({ bucket, requestCount, errorCount }) => ({
      weekday: Math.floor((bucket - 1) / DAY_HOURS) + 1,
      hour: (bucket - 1) % DAY_HOURS,
      requestCount,
      errorCount,
    }));
    return { timeZone, hours: hours.sort((a, b) => a.weekday - b.weekday || a.hour - b.hour) };
  });
}
