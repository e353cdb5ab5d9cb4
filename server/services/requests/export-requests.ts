import type { RequestFilters, RequestSummary } from "@/lib/contracts/request";
import type { TenantContext } from "@/server/services/service-context";
import type { RequestCursor } from "./request-cursor";
import { selectRequests } from "./select-requests";

const BATCH = 1_000;

/** Every request that matches, newest first, read in batches so that an export of any length needs little memory and no long transaction. */
export async function* exportRequests(
  { actor, database }: TenantContext,
  filters: RequestFilters,
): AsyncGenerator<RequestSummary[]> {
  let after: RequestCursor | null = null;
  for (;;) {
    const options: Parameters<typeof selectRequests>[1] = { tenantId: actor.tenantId, filters, after, limit: BATCH };
    const rows: RequestSummary[] = await database.inTenant(actor.tenantId, (tx) => selectRequests(tx, options));
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (rows.length < BATCH || !last) return;
    after = last;
  }
}
