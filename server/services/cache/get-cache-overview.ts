import { type CacheOverview, cachePolicy, DEFAULT_CACHE_POLICY } from "@/lib/contracts/cache";
import type { TenantTransaction } from "@/server/db/client";
import type { ServiceContext } from "@/server/services/service-context";

const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_GROUPS = 20;
const MOST_ENTRIES = 50;

interface DayRow {
  day: string;
  requests: number;
  hits: number;
  savedNanoUsd: bigint;
}

/** What the response cache holds, what it saved over the last 30 days of the tenant's zone, and by what. */
export async function getCacheOverview({ actor, database, now }: ServiceContext): Promise<CacheOverview> {
  return database.inTenant(actor.tenantId, async (tx) => {
    const tenant = await tx.tenant.findUniqueOrThrow({
      where: { id: actor.tenantId },
      select: { timeZone: true, cachePolicy: true },
    });
    const held = await tx.llmResponseCache.aggregate({ _count: true, _sum: { sizeBytes: true } });
    const days = await selectDays(tx, actor.tenantId, tenant.timeZone, new Date(now().getTime() - DAYS * DAY_MS));
    const [saved] = await tx.$queryRaw<{ ms: number }[]>`
      SELECT coalesce(sum(latency_ms::bigint * hit_count), 0)::float8 AS ms FROM llm_response_cache WHERE tenant_id = ${actor.tenantId}::uuid`;
    const top = await tx.llmResponseCache.findMany({
      orderBy: [{ hitCount: "desc" }, { createdAt: "desc" }],
      take: MOST_ENTRIES,
      omit: { response: true, cacheKey: true, promptHash: true },
    });
    return {
      policy: cachePolicy.safeParse(tenant.cachePolicy ?? {}).data ?? DEFAULT_CACHE_POLICY,
      entries: held._count,
      sizeBytes: held._sum.sizeBytes ?? 0,
      hits: days.reduce((sum, day) => sum + day.hits, 0),
      requests: days.reduce((sum, day) => sum + day.requests, 0),
      savedNanoUsd: days.reduce((sum, day) => sum + day.savedNanoUsd, 0n).toString(),
      savedMs: saved?.ms ?? 0,
      days: days.map(({ day, hits, savedNanoUsd }) => ({ day, hits, savedNanoUsd: savedNanoUsd.toString() })),
      timeZone: tenant.timeZone,
      byModel: await selectModels(tx, actor.tenantId),
      top: top.map((entry) => ({ ...entry, costNanoUsd: entry.costNanoUsd.toString() })),
    };
  });
}

function selectDays(tx: TenantTransaction, tenantId: string, zone: string, from: Date): Promise<DayRow[]> {
  return tx.$queryRaw<DayRow[]>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, coalesce(requests, 0)::int AS requests, coalesce(hits, 0)::int AS hits,
      coalesce(saved, 0)::bigint AS "savedNanoUsd"
    FROM generate_series(date_trunc('day', ${from}::timestamptz AT TIME ZONE ${zone}), date_trunc('day', now() AT TIME ZONE ${zone}), interval '1 day') AS day
    LEFT JOIN (
      SELECT date_trunc('day', requested_at AT TIME ZONE ${zone}) AS day, count(*) AS requests,
        count(*) FILTER (WHERE cache_hit) AS hits, sum(saved_nano_usd) AS saved
      FROM llm_requests
      WHERE tenant_id = ${tenantId}::uuid AND requested_at >= ${from} AND model_type = 'llm'
      GROUP BY 1
    ) AS made USING (day)
    ORDER BY day`;
}

async function selectModels(tx: TenantTransaction, tenantId: string): Promise<CacheOverview["byModel"]> {
  const rows = await tx.$queryRaw<{ key: string; entries: number; hits: number; saved: bigint }[]>`
    SELECT model_name AS key, count(*)::int AS entries, sum(hit_count)::int AS hits, sum(cost_nano_usd * hit_count)::bigint AS saved
    FROM llm_response_cache WHERE tenant_id = ${tenantId}::uuid
    GROUP BY 1 ORDER BY saved DESC, hits DESC, key LIMIT ${MOST_GROUPS}`;
  return rows.map(({ saved, ...row }) => ({ ...row, savedNanoUsd: saved.toString() }));
}
