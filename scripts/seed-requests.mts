/**
 * Fills a tenant's usage with made-up requests, to try pages and reports at scale, and rolls them up. Deterministic: the same count, days,
 * seed and end make the same rows, so a run that was cut short can be run again.
 *
 *     DATABASE_URL=… npx tsx scripts/seed-requests.mts --tenant default --count 10000000 [--days 90] [--seed 1] [--until 2026-11-26T12:00:00Z]
 */

import { once } from "node:events";
import { parseArgs } from "node:util";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { createDatabase } from "@/server/db/client";
import { connectAsRole } from "@/server/db/connect-as-role";
import { totalInputTokens, totalOutputTokens } from "@/server/gateway/spec/usage";
import { type Sample, sampleRequests } from "@/server/services/requests/sample-requests";
import { closeHours } from "@/server/services/usage/close-hours";
import { rollUpStaleHours } from "@/server/services/usage/roll-up-stale-hours";

const CHUNK = 100_000;
const ROWS_AT_ONCE = 500;
const DAY_MS = 86_400_000;

type Cell = string | number | boolean | null;

const TABLES = [
  {
    makeTemporary: "CREATE TEMPORARY TABLE seeded_llm_requests (LIKE llm_requests INCLUDING DEFAULTS)",
    copy: `COPY seeded_llm_requests (id, tenant_id, api_key_id, user_id, source, task_type, model_type, model_requested, model_served, provider,
        provider_config_id, is_stream, status, error_code, error_message, attempt_count, prompt_tokens,
        completion_tokens, total_tokens, usage, is_usage_estimated, is_priced, input_cost_nano_usd,
        output_cost_nano_usd, cost_nano_usd, latency_ms, time_to_first_token_ms, requested_at, completed_at) FROM STDIN`,
    moveOn: "INSERT INTO llm_requests SELECT * FROM seeded_llm_requests ON CONFLICT (id) DO NOTHING",
    empty: "TRUNCATE seeded_llm_requests",
    toRow: ({ request }: Sample): Cell[] => [
      request.requestId,
      request.tenantId,
      request.apiKeyId,
      request.userId,
      request.source,
      request.taskType,
      request.modelType,
      request.modelRequested,
      request.modelServed,
      request.provider,
      request.providerConfigId,
      request.isStream,
      request.status,
      request.errorCode,
      request.errorMessage,
      request.attemptCount,
      totalInputTokens(request.counts),
      totalOutputTokens(request.counts),
      totalInputTokens(request.counts) + totalOutputTokens(request.counts),
      JSON.stringify(request.counts),
      request.isUsageEstimated,
      request.isPriced,
      request.inputCostNanoUsd,
      request.outputCostNanoUsd,
      request.costNanoUsd,
      request.completedAtMs - request.requestedAtMs,
      request.timeToFirstTokenMs,
      instant(request.requestedAtMs),
      instant(request.completedAtMs),
    ],
  },
  {
    makeTemporary: "CREATE TEMPORARY TABLE seeded_llm_attempts (LIKE llm_attempts INCLUDING DEFAULTS)",
    copy: `COPY seeded_llm_attempts (id, request_id, tenant_id, sequence, api_key_id, user_id, processor_id, task_type, provider_config_id,
        provider, model, model_type, status, error_code, error_message, upstream_status, usage, is_usage_estimated,
        is_priced, price, input_cost_nano_usd, output_cost_nano_usd, cost_nano_usd, latency_ms,
        time_to_first_token_ms, started_at, completed_at) FROM STDIN`,
    moveOn: "INSERT INTO llm_attempts SELECT * FROM seeded_llm_attempts ON CONFLICT (id) DO NOTHING",
    empty: "TRUNCATE seeded_llm_attempts",
    toRow: ({ attempt }: Sample): Cell[] => [
      attempt.attemptId,
      attempt.requestId,
      attempt.tenantId,
      attempt.sequence,
      attempt.apiKeyId,
      attempt.userId,
      attempt.processorId,
      attempt.taskType,
      attempt.providerConfigId,
      attempt.provider,
      attempt.model,
      attempt.modelType,
      attempt.status,
      attempt.errorCode,
      attempt.errorMessage,
      attempt.upstreamStatus,
      JSON.stringify(attempt.counts),
      attempt.isUsageEstimated,
      attempt.isPriced,
      JSON.stringify(attempt.price),
      attempt.inputCostNanoUsd,
      attempt.outputCostNanoUsd,
      attempt.costNanoUsd,
      attempt.completedAtMs - attempt.startedAtMs,
      attempt.timeToFirstTokenMs,
      instant(attempt.startedAtMs),
      instant(attempt.completedAtMs),
    ],
  },
] as const;

const { values } = parseArgs({
  options: {
    tenant: { type: "string" },
    count: { type: "string", default: "100000" },
    days: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    until: { type: "string" },
  },
});
const url = process.env.DATABASE_URL;
if (!url || !values.tenant) throw new Error("Set DATABASE_URL and name the tenant: --tenant <slug>.");
const untilMs = values.until ? Date.parse(values.until) : Date.now();
const days = Number(values.days);

const database = createDatabase({ url });
// Connections without the ledger's time limit, one for each table: a chunk takes as long as it takes.
const writers = TABLES.map((table) => ({ table, client: new pg.Client(connectAsRole(url, "sluice_system")) }));
try {
  const tenant = await database.asSystem.tenant.findUnique({
    where: { slug: values.tenant },
    include: { apiKeys: { select: { id: true }, take: 5 }, providerConfigs: { select: { id: true }, take: 1 } },
  });
  if (!tenant) throw new Error(`There is no tenant with the slug "${values.tenant}".`);
  const firstMonth = new Date(untilMs - days * DAY_MS).toISOString().slice(0, 10);
  for (const { client, table } of writers) {
    await client.connect();
    await client.query("SELECT sluice_add_partitions($1::date, $2)", [firstMonth, Math.ceil(days / 28) + 1]);
    await client.query("SET synchronous_commit = off");
    await client.query(table.makeTemporary);
  }

  const startedAtMs = Date.now();
  const samples = sampleRequests({
    tenantId: tenant.id,
    count: Number(values.count),
    seed: Number(values.seed),
    untilMs,
    days,
    apiKeyIds: tenant.apiKeys.length > 0 ? tenant.apiKeys.map((key) => key.id) : [null],
    providerConfigId: tenant.providerConfigs[0]?.id,
  });
  let written = 0;
  for (let chunk = take(samples, CHUNK); chunk.length > 0; chunk = take(samples, CHUNK)) {
    await Promise.all(writers.map(({ client, table }) => copy(client, table, chunk)));
    written += chunk.length;
    if (written % 1_000_000 === 0) console.log(`${written} requests written, ${secondsSince(startedAtMs)} s`);
  }
  console.log(`${written} requests written for ${tenant.slug} in ${secondsSince(startedAtMs)} s`);

  const rolledAtMs = Date.now();
  // Only the tables' owner may; the server does it by itself in time.
  await writers[0]?.client.query("ANALYZE llm_requests, llm_attempts").catch(() => undefined);
  await closeHours(database, new Date());
  console.log(`${await rollUpStaleHours(database)} hours rolled up in ${secondsSince(rolledAtMs)} s`);
} finally {
  await Promise.all(writers.map(({ client }) => client.end()));
  await database.close();
}

function take<T>(from: Iterator<T>, count: number): T[] {
  const taken: T[] = [];
  while (taken.length < count) {
    const { done, value } = from.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function secondsSince(startedAtMs: number): string {
  return ((Date.now() - startedAtMs) / 1000).toFixed(1);
}

/** Row level security takes no COPY, so the rows go to a table of this session's own and on from there. */
async function copy(client: pg.Client, table: (typeof TABLES)[number], chunk: readonly Sample[]): Promise<void> {
  const stream = client.query(copyFrom(table.copy));
  for (let at = 0; at < chunk.length; at += ROWS_AT_ONCE) {
    const lines = chunk.slice(at, at + ROWS_AT_ONCE).map((sample) => `${table.toRow(sample).map(toText).join("\t")}\n`);
    if (!stream.write(lines.join(""))) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "finish");
  await client.query(table.moveOn);
  await client.query(table.empty);
}

/** A value in COPY's text format. */
function toText(value: Cell): string {
  if (value === null) return "\\N";
  return typeof value === "string" ? value.replace(/[\\\t\n\r]/g, (character) => `\\${character}`) : String(value);
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
