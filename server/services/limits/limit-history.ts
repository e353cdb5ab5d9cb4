import { z } from "zod";
import type { LimitHistory, LimitHistoryInput } from "@/lib/contracts/rate-limit";
import { Prisma } from "@/server/db/generated/client";
import type { ServiceContext } from "@/server/services/service-context";

const row = z.object({
  start: z.date(),
  requests: z.coerce.number(),
  tokens: z.coerce.number(),
  refused: z.coerce.number(),
});

/**
 * What a scope's requests came to, minute by minute over the last hour, from the request log. A refused request never reached a provider, so
 * a provider config's refusals are told by the limiter alone.
 */
export async function limitHistory(
  { database, actor, now }: Pick<ServiceContext, "database" | "actor" | "now">,
  { kind, scopeId }: LimitHistoryInput,
): Promise<LimitHistory> {
  const asOf = now();
  const rows = await database.inTenant(
    actor.tenantId,
    (tx) => tx.$queryRaw`
      SELECT minute AS start,
             count(r.id) FILTER (WHERE r.error_code IS DISTINCT FROM 'rate_limited') AS requests,
             coalesce(sum(r.total_tokens), 0) AS tokens,
             count(r.id) FILTER (WHERE r.error_code = 'rate_limited') AS refused
      FROM generate_series(date_trunc('minute', ${asOf}::timestamptz) - interval '59 minutes',
                           date_trunc('minute', ${asOf}::timestamptz), interval '1 minute') AS minute
      LEFT JOIN llm_requests r
        ON r.requested_at >= minute AND r.requested_at < minute + interval '1 minute' AND ${matches(kind, scopeId)}
      GROUP BY minute ORDER BY minute`,
  );
  return { minutes: z.array(row).parse(rows), asOf };
}

function matches(kind: LimitHistoryInput["kind"], scopeId: string): Prisma.Sql {
  switch (kind) {
    case "tenant":
      return Prisma.sql`TRUE`;
    case "api_key":
      return Prisma.sql`r.api_key_id::text = ${scopeId}`;
    case "processor":
      return Prisma.sql`r.processor_id::text = ${scopeId}`;
    case "model":
      return Prisma.sql`coalesce(r.model_served, r.model_requested) = ${scopeId}`;
    case "provider_config":
      return Prisma.sql`r.provider_config_id::text = ${scopeId}`;
  }
}
