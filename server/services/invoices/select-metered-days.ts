import { z } from "zod";
import type { MeteredFigures } from "@/lib/contracts/invoice-check";
import type { TenantTransaction } from "@/server/db/client";

const rows = z.array(
  z.object({
    day: z.string(),
    model: z.string(),
    requests: z.number(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    costNanoUsd: z.string(),
    unpricedCount: z.number(),
    estimatedCount: z.number(),
  }),
);

export interface MeteredLine {
  day: string;
  model: string;
  figures: MeteredFigures;
}

/** What was metered at a provider by UTC day and model, both days included: every attempt, because a vendor bills each. */
export async function selectMeteredDays(
  tx: TenantTransaction,
  tenantId: string,
  provider: string,
  fromDay: string,
  toDay: string,
): Promise<MeteredLine[]> {
  const found = await tx.$queryRaw`
    SELECT day, model, count(*)::int AS requests,
      sum(coalesce((usage->>'inputTokens')::bigint, 0) + coalesce((usage->>'cacheReadTokens')::bigint, 0)
        + coalesce((usage->>'cacheWrite5mTokens')::bigint, 0) + coalesce((usage->>'cacheWrite1hTokens')::bigint, 0)
        + coalesce((usage->>'inputAudioTokens')::bigint, 0))::float8 AS "inputTokens",
      sum(coalesce((usage->>'outputTokens')::bigint, 0) + coalesce((usage->>'reasoningTokens')::bigint, 0)
        + coalesce((usage->>'outputAudioTokens')::bigint, 0) + coalesce((usage->>'outputImageTokens')::bigint, 0))::float8 AS "outputTokens",
      sum(cost_nano_usd)::text AS "costNanoUsd",
      count(*) FILTER (WHERE NOT is_priced)::int AS "unpricedCount",
      count(*) FILTER (WHERE is_usage_estimated)::int AS "estimatedCount"
    FROM (
      SELECT to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, model, usage, cost_nano_usd, is_priced, is_usage_estimated
      FROM llm_attempts
      WHERE tenant_id = ${tenantId}::uuid AND provider = ${provider}
        AND started_at >= ${fromDay}::date::timestamp AT TIME ZONE 'UTC' AND started_at < (${toDay}::date + 1)::timestamp AT TIME ZONE 'UTC'
    ) a
    GROUP BY day, model ORDER BY day, model`;
  return rows.parse(found).map(({ day, model, ...figures }) => ({ day, model, figures }));
}
