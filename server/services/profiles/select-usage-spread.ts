import { z } from "zod";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";

const spread = z.object({
  name: z.string(),
  callCount: z.number(),
  successRate: z.number(),
  p95LatencyMs: z.number().nullable(),
  costNanoUsd: z.string(),
  inputLow: z.number().nullable(),
  inputHigh: z.number().nullable(),
  outputLow: z.number().nullable(),
  outputHigh: z.number().nullable(),
});

const COLUMNS = { profile: Prisma.sql`r.profile`, processor: Prisma.sql`r.processor_id::text` };

/** The requests of the last seven days by profile, or by processor: how many, how they went, and the quartiles of what they used. */
export async function selectUsageSpread(
  tx: TenantTransaction,
  tenantId: string,
  by: keyof typeof COLUMNS,
  now: Date,
): Promise<Map<string, z.infer<typeof spread>>> {
  const since = new Date(now.getTime() - 7 * 24 * 60 * 60_000);
  const rows = await tx.$queryRaw`
    SELECT ${COLUMNS[by]} AS name, count(*)::int AS "callCount",
      avg((r.status = 'success')::int)::float8 AS "successRate",
      percentile_cont(0.95) WITHIN GROUP (ORDER BY r.latency_ms) FILTER (WHERE r.status = 'success') AS "p95LatencyMs",
      coalesce(sum(r.cost_nano_usd), 0)::text AS "costNanoUsd",
      percentile_disc(0.25) WITHIN GROUP (ORDER BY r.prompt_tokens) FILTER (WHERE r.status = 'success') AS "inputLow",
      percentile_disc(0.75) WITHIN GROUP (ORDER BY r.prompt_tokens) FILTER (WHERE r.status = 'success') AS "inputHigh",
      percentile_disc(0.25) WITHIN GROUP (ORDER BY r.completion_tokens) FILTER (WHERE r.status = 'success') AS "outputLow",
      percentile_disc(0.75) WITHIN GROUP (ORDER BY r.completion_tokens) FILTER (WHERE r.status = 'success') AS "outputHigh"
    FROM llm_requests r
    WHERE r.tenant_id = ${tenantId}::uuid AND r.requested_at >= ${since} AND ${COLUMNS[by]} IS NOT NULL
    GROUP BY 1`;
  return new Map(
    z
      .array(spread)
      .parse(rows)
      .map((row) => [row.name, row]),
  );
}
