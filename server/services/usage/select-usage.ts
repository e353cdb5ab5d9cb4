import { z } from "zod";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import { FIGURE_SUMS } from "./usage-figures-sql";
import { type LinesOptions, usageLines } from "./usage-lines";

const usageRow = z.object({
  /** From 1, among the starts. */
  bucket: z.number().int().positive(),
  key: z.string(),
  requestCount: z.number(),
  errorCount: z.number(),
  rescuedCount: z.number(),
  cacheHitCount: z.number(),
  estimatedCount: z.number(),
  unpricedCount: z.number(),
  attemptCount: z.number(),
  promptTokens: z.bigint().transform(Number),
  completionTokens: z.bigint().transform(Number),
  cachedTokens: z.bigint().transform(Number),
  costNanoUsd: z.bigint(),
  savedNanoUsd: z.bigint(),
  latencyMsSum: z.bigint().transform(Number),
  latencyHistogram: z.instanceof(Uint8Array).nullable(),
  firstTokenHistogram: z.instanceof(Uint8Array).nullable(),
});
export type UsageRow = z.infer<typeof usageRow>;

export interface UsageOptions extends LinesOptions {
  /** Of each bucket, in order; the first at or before everything that matches. */
  starts: readonly Date[];
}

/** Sums per bucket and key, and the latencies of successful requests. One statement, so all of it was true at the same instant. */
export async function selectUsage(tx: TenantTransaction, options: UsageOptions): Promise<UsageRow[]> {
  // Searching the starts costs a fraction of `date_trunc` in a zone, row by row.
  const instants = options.starts.map((start) => start.toISOString());
  const bucket = Prisma.sql`width_bucket(at, (SELECT ${instants}::text[]::timestamptz[]))`;
  return sumLines(tx, options, Prisma.sql`greatest(1, ${bucket})`);
}

/** The same by hour of the week in the zone: 1 is the first hour of Monday, 168 the last of Sunday. */
export function selectWeekHours(tx: TenantTransaction, options: LinesOptions, timeZone: string): Promise<UsageRow[]> {
  const local = Prisma.sql`(at AT TIME ZONE ${timeZone})`;
  const bucket = Prisma.sql`((extract(isodow FROM ${local}) - 1) * 24 + extract(hour FROM ${local}) + 1)::int`;
  return sumLines(tx, options, bucket);
}

async function sumLines(tx: TenantTransaction, options: LinesOptions, bucket: Prisma.Sql): Promise<UsageRow[]> {
  // Postgres can't know how few buckets there are, and with its default memory would sort everything on disk.
  await tx.$queryRaw`SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`;
  const rows = await tx.$queryRaw`
    ${usageLines(options)}, sums AS (
      SELECT ${bucket} AS bucket, key, ${FIGURE_SUMS}, string_agg(latency_histogram, '') AS latency_histogram,
        string_agg(first_token_histogram, '') AS first_token_histogram
      FROM lines
      GROUP BY 1, 2
    )
    SELECT bucket, key, request_count AS "requestCount", error_count AS "errorCount", rescued_count AS "rescuedCount",
      cache_hit_count AS "cacheHitCount", estimated_count AS "estimatedCount", unpriced_count AS "unpricedCount",
      attempt_count AS "attemptCount", prompt_tokens AS "promptTokens", completion_tokens AS "completionTokens",
      cached_tokens AS "cachedTokens", cost_nano_usd AS "costNanoUsd", saved_nano_usd AS "savedNanoUsd",
      latency_ms_sum AS "latencyMsSum", latency_histogram AS "latencyHistogram", first_token_histogram AS "firstTokenHistogram"
    FROM sums`;
  return z.array(usageRow).parse(rows);
}
