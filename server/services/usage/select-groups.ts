import { z } from "zod";
import type { RequestFilters } from "@/lib/contracts/request";
import type { UsageGroup } from "@/lib/contracts/usage";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { filterRequests } from "@/server/services/requests/filter-requests";
import { IS_ERROR } from "./select-totals";

/** The key of requests that have none for the group, such as a call of the console in a report by API key. */
export const NO_KEY = "none";

const KEYS: Record<UsageGroup, Prisma.Sql> = {
  model: Prisma.sql`coalesce(r.model_served, r.model_requested)`,
  provider: Prisma.sql`coalesce(r.provider, ${NO_KEY})`,
  model_type: Prisma.sql`r.model_type`,
  api_key: Prisma.sql`coalesce(r.api_key_id::text, ${NO_KEY})`,
  member: Prisma.sql`coalesce(r.user_id::text, ${NO_KEY})`,
  task: Prisma.sql`coalesce(r.task_type, ${NO_KEY})`,
  status: Prisma.sql`r.status`,
};

const groupRow = z.object({
  /** From 1, among the starts. */
  bucket: z.number().int().positive(),
  key: z.string(),
  requestCount: z.number(),
  errorCount: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  totalTokens: z.number(),
  costNanoUsd: z.string().transform(BigInt),
  unpricedCount: z.number(),
  latencyMsSum: z.number(),
});
export type GroupRow = Omit<z.infer<typeof groupRow>, "bucket"> & { start: Date };

export interface GroupOptions {
  tenantId: string;
  filters: RequestFilters;
  /** Of each bucket, in order; the first at or before everything that matches. */
  starts: readonly Date[];
  groupBy: UsageGroup;
}

/** Sums per bucket and group key. */
export async function selectGroups(
  tx: TenantTransaction,
  { tenantId, filters, starts, groupBy }: GroupOptions,
): Promise<GroupRow[]> {
  // Postgres can't know how few buckets there are, and with its default memory would sort every request on disk.
  await tx.$queryRaw`SELECT set_config('work_mem', '64MB', true)`;
  // Searching the starts costs a fraction of `date_trunc` in a zone, row by row.
  const instants = starts.map((start) => start.toISOString());
  const rows = await tx.$queryRaw`
    SELECT width_bucket(r.requested_at, (SELECT ${instants}::text[]::timestamptz[])) AS bucket, ${KEYS[groupBy]} AS key,
      count(*)::int AS "requestCount",
      count(*) FILTER (WHERE ${IS_ERROR})::int AS "errorCount",
      sum(r.prompt_tokens)::float8 AS "promptTokens",
      sum(r.completion_tokens)::float8 AS "completionTokens",
      sum(r.total_tokens)::float8 AS "totalTokens",
      sum(r.cost_nano_usd)::text AS "costNanoUsd",
      count(*) FILTER (WHERE NOT r.is_priced)::int AS "unpricedCount",
      sum(r.latency_ms)::float8 AS "latencyMsSum"
    FROM llm_requests r WHERE ${filterRequests(tenantId, filters)}
    GROUP BY 1, 2`;
  return z
    .array(groupRow)
    .parse(rows)
    .flatMap(({ bucket, ...sums }) => {
      const start = starts[bucket - 1];
      return start ? [{ start, ...sums }] : [];
    });
}
