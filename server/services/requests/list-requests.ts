import type { z } from "zod";
import type { ListRequestsResult, listRequestsInput } from "@/lib/contracts/request";
import type { ServiceContext } from "@/server/services/service-context";
import { readCursor, writeCursor } from "./request-cursor";
import { selectRequests } from "./select-requests";

/** One page, newest first. */
export async function listRequests(
  { actor, database }: ServiceContext,
  { cursor, limit, ...filters }: z.output<typeof listRequestsInput>,
): Promise<ListRequestsResult> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const rows = await database.inTenant(actor.tenantId, (tx) =>
    selectRequests(tx, { tenantId: actor.tenantId, filters, after, limit: limit + 1 }),
  );
  const requests = rows.slice(0, limit);
  const last = requests.at(-1);
  return { requests, nextCursor: rows.length > limit && last ? writeCursor(last) : null };
}
