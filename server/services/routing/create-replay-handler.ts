import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import { modelType } from "@/lib/contracts/model-type";
import type { ReplayInput } from "@/lib/contracts/route-question";
import type { TenantTransaction } from "@/server/db/client";
import { Prisma } from "@/server/db/generated/client";
import type { UsageCounts } from "@/server/gateway/spec/usage";
import type { JobHandler } from "@/server/jobs/job-handler";
import type { ServiceContext } from "@/server/services/service-context";
import { storedReplayInput } from "./list-replays";
import { type PastRequest, Replay, toFeatures } from "./replay-requests";

/** Rows of one read: a transaction of some hundred milliseconds, and a few megabytes of text. */
const BATCH = 10_000;

export type ReplayParts = Pick<ServiceContext, "database"> & {
  gateway: Pick<ServiceContext["gateway"], "routing">;
};

/** Reads the requests of the period in pieces, routes each again and keeps the result with the replay. Cancelled, it leaves none. */
export function createReplayHandler({ database, gateway }: ReplayParts): JobHandler {
  return async (job) => {
    const startedAtMs = Date.now();
    const { tenantId, targetId } = job;
    const row =
      targetId && (await database.inTenant(tenantId, (tx) => tx.routingReplay.findUnique({ where: { id: targetId } })));
    if (!row) throw new AppError("not_found", "The replay was removed before it ran.");
    const input = storedReplayInput.parse(row.input);
    const replay = new Replay(gateway.routing(tenantId), input);
    const total = await database.inTenant(tenantId, (tx) => count(tx, tenantId, input));
    let done = 0;
    let after: Position | null = null;
    for (;;) {
      job.signal.throwIfAborted();
      job.report({ done, total, item: row.name });
      const position: Position | null = after;
      const batch: PastRequest[] = await database.inTenant(tenantId, (tx) => read(tx, tenantId, input, position));
      for (const past of batch) replay.add(past);
      done += batch.length;
      const last = batch.at(-1);
      if (!last || batch.length < BATCH) break;
      after = { requestedAtMs: last.requestedAtMs, id: last.id };
    }
    const result = replay.result(Date.now() - startedAtMs);
    await database.inTenant(tenantId, async (tx) => {
      await job.confirm(tx);
      await tx.routingReplay.update({ where: { id: row.id }, data: { result } });
    });
    job.report({ done, total: done, item: row.name });
    return { requestCount: result.requestCount };
  };
}

interface Position {
  requestedAtMs: number;
  id: string;
}

/** Only what was served in full: what failed tells nothing of the tokens another model would have taken. */
function condition(tenantId: string, { from, to, taskType, modelRequested }: ReplayInput): Prisma.Sql {
  return Prisma.sql`tenant_id = ${tenantId}::uuid AND requested_at >= ${from} AND requested_at < ${to} AND status = 'success' AND NOT cache_hit
    ${taskType === undefined ? Prisma.empty : Prisma.sql`AND task_type = ${taskType}`}
    ${modelRequested === undefined ? Prisma.empty : Prisma.sql`AND model_requested = ${modelRequested}`}`;
}

async function count(tx: TenantTransaction, tenantId: string, input: ReplayInput): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM llm_requests WHERE ${condition(tenantId, input)}`;
  return rows[0]?.count ?? 0;
}

const pastRow = z.tuple([
  z.string(),
  z.number(),
  z.string(),
  z.string(),
  z.string().nullable(),
  z.string().nullable(),
  z.string().nullable(),
  z.number(),
  z.number(),
  z.record(z.string(), z.number()),
  z.unknown(),
  z.boolean(),
  z.string(),
  z.number(),
  z.string().nullable(),
]);
type PastRow = z.infer<typeof pastRow>;

/** One text for the whole batch: Prisma takes longer to make ten thousand objects of columns than routing them takes. */
async function read(
  tx: TenantTransaction,
  tenantId: string,
  input: ReplayInput,
  after: Position | null,
): Promise<PastRequest[]> {
  const past = after
    ? Prisma.sql`AND (requested_at, id) > (to_timestamp(${after.requestedAtMs}::double precision / 1000), ${after.id}::uuid)`
    : Prisma.empty;
  const rows = await tx.$queryRaw<{ batch: string | null }[]>`
    SELECT json_agg(json_build_array(id, (extract(epoch FROM requested_at) * 1000)::double precision, model_type, model_requested, model_served,
      provider_config_id, task_type, prompt_tokens, completion_tokens, usage, route->'needs'->'features', is_priced,
      cost_nano_usd::text, latency_ms, api_key_id))::text AS batch
    FROM (SELECT * FROM llm_requests WHERE ${condition(tenantId, input)} ${past} ORDER BY requested_at, id LIMIT ${BATCH}) AS page`;
  const parsed: unknown = JSON.parse(rows[0]?.batch ?? "[]");
  // The database made these texts by the query above, so the first row's shape is every row's.
  return isRows(parsed) ? parsed.map(toPastRequest) : [];
}

function isRows(parsed: unknown): parsed is PastRow[] {
  return Array.isArray(parsed) && (parsed.length === 0 || pastRow.safeParse(parsed[0]).success);
}

function toPastRequest(row: PastRow): PastRequest {
  const counts: UsageCounts = row[9];
  return {
    id: row[0],
    requestedAtMs: row[1],
    modelType: modelType.parse(row[2]),
    modelRequested: row[3],
    modelServed: row[4],
    providerConfigId: row[5],
    taskType: row[6],
    inputTokens: row[7],
    outputTokens: row[8],
    counts,
    features: toFeatures(row[10]),
    isPriced: row[11],
    costNanoUsd: BigInt(row[12]),
    latencyMs: row[13],
    apiKeyId: row[14],
  };
}
