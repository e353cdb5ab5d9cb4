import type { z } from "zod";
import type { countRequestsInput, RequestHistogram } from "@/lib/contracts/request";
import type { TenantContext } from "@/server/services/service-context";
import { loadCompleteness } from "@/server/services/usage/load-completeness";
import { requireSpan } from "@/server/services/usage/report-usage";
import { selectBucketStarts } from "@/server/services/usage/select-buckets";
import { selectUsage } from "@/server/services/usage/select-usage";
import { addRow, noFigures } from "@/server/services/usage/usage-figures";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
/** Filters that no rollup answers are counted request by request, and so for no longer than this. */
const MOST_DAYS_BY_ROW = 8;

/** How many requests match, over time; for the last thirty days where the filters name no beginning. Null when that would take too long. */
export async function countRequests(
  { actor, database, now }: TenantContext,
  filters: z.output<typeof countRequestsInput>,
): Promise<RequestHistogram | null> {
  const to = filters.to ?? now();
  const from = filters.from ?? new Date(to.getTime() - DEFAULT_DAYS * DAY_MS);
  const days = requireSpan({ from, to }) / DAY_MS;
  const { status, source, search, ...others } = filters;
  const isAlone = Object.entries(others).every(([name, value]) => name === "from" || name === "to" || !value);
  // Status and source alone are dimensions of their own.
  const single = isAlone && !search && !(status && source) ? (status ? "status" : source ? "source" : null) : null;
  const isByRow = single === null && Boolean(status || source || search);
  if (isByRow && days > MOST_DAYS_BY_ROW) return null;
  const { tenantId } = actor;
  return database.inTenant(tenantId, async (tx) => {
    const { timeZone } = await loadCompleteness(tx, tenantId);
    const bucket = days <= 3 ? "hour" : days <= 92 ? "day" : "week";
    const starts = await selectBucketStarts(tx, bucket, from, to, timeZone);
    const rows = await selectUsage(tx, {
      tenantId,
      dimension: single ?? "all",
      filters: single ? { from, to } : { ...filters, from, to },
      starts,
    });
    const key = status ?? source;
    return {
      timeZone,
      bucket,
      bars: starts.map((start, index) => {
        const matching = rows.filter((row) => row.bucket === index + 1 && (!single || row.key === key));
        const { requestCount, errorCount } = matching.reduce(addRow, noFigures());
        return { start, end: starts[index + 1] ?? to, requestCount, errorCount };
      }),
    };
  });
}
