import { z } from "zod";
import { type DrillOutcome, type DrillReport, drilledRequest } from "@/lib/contracts/drill";
import { type FallbackDrill, Prisma } from "@/server/db/generated/client";
import type { ServiceContext } from "@/server/services/service-context";
import { requireDrill } from "./require-drill";
import { toDrillView } from "./to-drill-view";

const MOST_REQUESTS = 100;

const summaries = z.array(
  z.object({
    outcome: drilledRequest.shape.outcome,
    providerConfigName: z.string().nullable(),
    model: z.string().nullable(),
    requestCount: z.number(),
  }),
);
const speeds = z.array(z.object({ p50AddedMs: z.number().nullable(), p95AddedMs: z.number().nullable() }));

/** What became of the requests with the drill's key while it was on. Throws `not_found`. */
export async function reportDrill(
  { database, actor, now }: Pick<ServiceContext, "database" | "actor" | "now">,
  { id }: { id: string },
): Promise<DrillReport> {
  const asOf = now();
  return database.inTenant(actor.tenantId, async (tx) => {
    const row = await requireDrill(tx, id);
    const drilled = selectDrilled(row);
    const requests = z.array(drilledRequest).parse(
      await tx.$queryRaw`
        SELECT id, requested_at AS "requestedAt", model_requested AS "modelRequested", outcome, status, error_code AS "errorCode",
          model_served AS "modelServed", config_name AS "providerConfigName", attempt_count AS "attemptCount", added_ms AS "addedMs",
          latency_ms AS "latencyMs", cost_nano_usd::text AS "costNanoUsd", is_priced AS "isPriced"
        FROM (${drilled}) drilled ORDER BY requested_at DESC, id DESC LIMIT ${MOST_REQUESTS}`,
    );
    const groups = summaries.parse(
      await tx.$queryRaw`
        SELECT outcome, config_name AS "providerConfigName", model_served AS model, count(*)::int AS "requestCount"
        FROM (${drilled}) drilled GROUP BY 1, 2, 3 ORDER BY 4 DESC, 2, 3`,
    );
    const [speed] = speeds.parse(
      await tx.$queryRaw`
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY added_ms) AS "p50AddedMs",
          percentile_cont(0.95) WITHIN GROUP (ORDER BY added_ms) AS "p95AddedMs" FROM (${drilled}) drilled WHERE outcome = 'rescued'`,
    );
    const countOf = (outcome: DrillOutcome) =>
      groups.reduce((sum, group) => (group.outcome === outcome ? sum + group.requestCount : sum), 0);
    return {
      drill: await toDrillView(tx, row, asOf),
      counts: {
        rescued: countOf("rescued"),
        lost: countOf("lost"),
        left: countOf("left"),
        untouched: countOf("untouched"),
      },
      p50AddedMs: speed?.p50AddedMs ?? null,
      p95AddedMs: speed?.p95AddedMs ?? null,
      rescuers: groups.flatMap(({ outcome, providerConfigName, model, requestCount }) =>
        outcome === "rescued" ? { providerConfigName, model: model ?? "", requestCount } : [],
      ),
      requests,
      asOf,
    };
  });
}

/** Each request with the key from the drill's time, with what became of it. A request's attempts may end well after it came. */
function selectDrilled({ id, tenantId, apiKeyId, startedAt, endsAt, stoppedAt }: FallbackDrill): Prisma.Sql {
  const until = stoppedAt ?? endsAt;
  return Prisma.sql`
    SELECT r.id, r.requested_at, r.model_requested, r.status, r.error_code, r.model_served, c.name AS config_name, r.attempt_count,
      r.latency_ms, r.cost_nano_usd, r.is_priced,
      CASE WHEN coalesce(a.injected, 0) = 0 THEN 'untouched' WHEN r.status = 'success' THEN 'rescued' WHEN r.status = 'aborted' THEN 'left' ELSE 'lost' END AS outcome,
      CASE WHEN a.injected > 0 AND r.status = 'success' THEN (extract(epoch FROM a.last_at - a.first_at) * 1000)::float8 END AS added_ms
    FROM llm_requests r
    LEFT JOIN (
      SELECT request_id, count(*) FILTER (WHERE drill_id = ${id}::uuid) AS injected, min(started_at) AS first_at, max(started_at) AS last_at
      FROM llm_attempts
      WHERE tenant_id = ${tenantId}::uuid AND api_key_id = ${apiKeyId}::uuid AND started_at >= ${startedAt}
        AND started_at < ${until}::timestamptz + interval '20 minutes'
      GROUP BY request_id
    ) a ON a.request_id = r.id
    LEFT JOIN provider_configs c ON c.id = r.provider_config_id
    WHERE r.tenant_id = ${tenantId}::uuid AND r.api_key_id = ${apiKeyId}::uuid AND r.requested_at >= ${startedAt} AND r.requested_at < ${until}`;
}
