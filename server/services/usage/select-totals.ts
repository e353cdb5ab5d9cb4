import { z } from "zod";
import type { RequestFilters } from "@/lib/contracts/request";
import { type UsageTotals, usageTotals } from "@/lib/contracts/usage";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { filterRequests } from "@/server/services/requests/filter-requests";

/** What counts as an error: ended without an answer, and not because the client went away. */
export const IS_ERROR = Prisma.sql`r.status NOT IN ('success', 'aborted')`;

/** One pass over the requests that match. Latencies are over successful requests only; null when there are none. */
export async function selectTotals(
  tx: TenantTransaction,
  tenantId: string,
  filters: RequestFilters,
): Promise<UsageTotals> {
  const rows = await tx.$queryRaw`
    SELECT "requestCount", "errorCount", "promptTokens", "completionTokens", "totalTokens", "costNanoUsd", "unpricedCount", "estimatedCount",
      latencies[1] AS "p50LatencyMs", latencies[2] AS "p95LatencyMs", "p95TimeToFirstTokenMs"
    FROM (
      SELECT count(*)::int AS "requestCount",
        count(*) FILTER (WHERE ${IS_ERROR})::int AS "errorCount",
        coalesce(sum(r.prompt_tokens), 0)::float8 AS "promptTokens",
        coalesce(sum(r.completion_tokens), 0)::float8 AS "completionTokens",
        coalesce(sum(r.total_tokens), 0)::float8 AS "totalTokens",
        coalesce(sum(r.cost_nano_usd), 0)::text AS "costNanoUsd",
        count(*) FILTER (WHERE NOT r.is_priced)::int AS "unpricedCount",
        count(*) FILTER (WHERE r.is_usage_estimated)::int AS "estimatedCount",
        percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY r.latency_ms) FILTER (WHERE r.status = 'success') AS latencies,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY r.time_to_first_token_ms) FILTER (WHERE r.status = 'success') AS "p95TimeToFirstTokenMs"
      FROM llm_requests r WHERE ${filterRequests(tenantId, filters)}
    ) t`;
  const [totals] = z.tuple([usageTotals]).parse(rows);
  return totals;
}
