import { z } from "zod";
import type { AlertCondition, AlertMetric } from "@/lib/contracts/alert";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import type { Observation } from "./advance-rule";

const rows = z.array(z.object({ value: z.string().nullable(), count: z.number() }));

type Measured = Pick<AlertCondition, "metric" | "scopeKind" | "scopeValue" | "windowMinutes">;

/**
 * A rule's value over the window that ends at each of the instants, in their order. The one place that knows where values come from: the
 * rows themselves, by their index on tenant and time, so that a window of minutes is exact.
 */
export async function measureWindows(
  tx: TenantTransaction,
  tenantId: string,
  { metric, scopeKind, scopeValue, windowMinutes }: Measured,
  instants: readonly Date[],
): Promise<Observation[]> {
  // By attempt where the question is about one upstream, so that a failover hides nothing.
  const isByAttempt = scopeKind === "model" || scopeKind === "provider_config";
  const source = isByAttempt ? Prisma.sql`llm_attempts` : Prisma.sql`llm_requests`;
  // What a fallback drill put on is not the upstream's failure.
  const isReal = isByAttempt ? Prisma.sql`r.drill_id IS NULL` : Prisma.sql`true`;
  const time = isByAttempt ? Prisma.sql`r.started_at` : Prisma.sql`r.requested_at`;
  const found = await tx.$queryRaw`
    SELECT m.value::text AS value, m.count FROM unnest(${[...instants]}::timestamptz[]) WITH ORDINALITY AS s(at, position)
    CROSS JOIN LATERAL (
      SELECT ${VALUES[metric]} AS value, count(*)::int AS count FROM ${source} r
      WHERE r.tenant_id = ${tenantId}::uuid AND ${time} >= s.at - make_interval(mins => ${windowMinutes}) AND ${time} < s.at
        AND ${inScope(scopeKind, scopeValue)} AND ${isReal}
    ) m ORDER BY s.position`;
  return rows.parse(found).map(({ value, count }) => ({ value: value === null ? null : BigInt(value), count }));
}

const VALUES: Record<AlertMetric, Prisma.Sql> = {
  spend: Prisma.sql`coalesce(sum(r.cost_nano_usd), 0)::bigint`,
  // Of those that ended, and not because the client went away.
  error_rate: Prisma.sql`round(10000.0 * count(*) FILTER (WHERE r.status NOT IN ('success', 'aborted')) / nullif(count(*), 0))::bigint`,
  p95_latency: Prisma.sql`round(percentile_cont(0.95) WITHIN GROUP (ORDER BY r.latency_ms) FILTER (WHERE r.status = 'success'))::bigint`,
  p95_time_to_first_token: Prisma.sql`round(percentile_cont(0.95) WITHIN GROUP (ORDER BY r.time_to_first_token_ms) FILTER (WHERE r.status = 'success'))::bigint`,
  unpriced_requests: Prisma.sql`count(*) FILTER (WHERE NOT r.is_priced)`,
};

function inScope(kind: Measured["scopeKind"], value: string | null): Prisma.Sql {
  switch (kind) {
    case "tenant":
      return Prisma.sql`true`;
    case "model":
      return Prisma.sql`r.model = ${value}`;
    case "provider_config":
      return Prisma.sql`r.provider_config_id::text = ${value}`;
    case "api_key":
      return Prisma.sql`r.api_key_id::text = ${value}`;
    case "processor":
      return Prisma.sql`r.processor_id::text = ${value}`;
    case "task_type":
      return Prisma.sql`r.task_type = ${value}`;
  }
}
