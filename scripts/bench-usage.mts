/**
 * Usage at size, on a Postgres of its own that is thrown away: how fast attempts are taken in, how long lists and reports take, how long a
 * replay of the newest million takes, and what the retention of a tenth of it does. Ends with its figures on the last line and exits 1 if they are short.
 *
 *     npm run bench:usage [-- --count 10000000 --days 90]
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { replayResult } from "@/lib/contracts/route-question";
import { usageInput } from "@/lib/contracts/usage";
import { createDatabase } from "@/server/db/client";
import { readTenantConfig } from "@/server/db/config-store";
import { startEmbeddedPostgres } from "@/server/db/embedded/start-embedded-postgres";
import { createLedgerStore } from "@/server/db/ledger-store";
import { migrate } from "@/server/db/migrate";
import { ALL_HEALTHY, indexTenant, NOTHING_MEASURED, ownConfig, toBatch } from "@/server/gateway";
import { countRequests } from "@/server/services/requests/count-requests";
import { purgeRequests } from "@/server/services/requests/purge-requests";
import { sampleRequests } from "@/server/services/requests/sample-requests";
import { selectRequests } from "@/server/services/requests/select-requests";
import { createReplayHandler } from "@/server/services/routing/create-replay-handler";
import { reportUsage } from "@/server/services/usage/report-usage";
import { reportWeek } from "@/server/services/usage/report-week";

const DAY_MS = 86_400_000;
const ROUNDS = 12;
const INGEST_BATCH = 500;
const INGEST_COUNT = 20_000;
const WANTED = { attemptsPerSecond: 5_000, p95Ms: 300, replaySeconds: 60, purgeRssMb: 50 };
const REPLAYED = 1_000_000;
const MODELS = 50;

const { values } = parseArgs({
  options: { count: { type: "string", default: "10000000" }, days: { type: "string", default: "90" } },
});
const days = Number(values.days);
const dataDir = mkdtempSync(join(tmpdir(), "sluice-bench-usage-"));
const postgres = await startEmbeddedPostgres({ dataDir });
const database = createDatabase({ url: postgres.url });
try {
  await migrate({ url: postgres.url, directory: "prisma/migrations" });
  const { id: tenantId } = await database.asSystem.tenant.create({ data: { name: "Bench", slug: "bench" } });
  for (let key = 0; key < 5; key++) {
    const publicId = `benchkey${key}`;
    await database.asSystem.apiKey.create({
      data: { tenantId, name: publicId, publicId, secretHmac: "x", lastFour: "x" },
    });
  }
  const attemptsPerSecond = await measureIngest(tenantId);
  const seed = ["node_modules/tsx/dist/cli.mjs", "scripts/seed-requests.mts", "--tenant", "bench", "--seed", "2"];
  execFileSync(process.execPath, [...seed, "--count", values.count, "--days", values.days], {
    env: { ...process.env, DATABASE_URL: postgres.url },
    stdio: "inherit",
  });
  const p95Ms = await measureQueries(tenantId);
  const replay = await measureReplay(tenantId);
  const purge = await measurePurge(tenantId);
  const figures = `${attemptsPerSecond} attempts/s, slowest query p95 ${p95Ms} ms, ${replay.requests} requests replayed in ${replay.seconds} s, ${purge.removed} requests purged in ${purge.seconds} s, RSS +${purge.rssMb} MB`;
  const isEnough =
    attemptsPerSecond >= WANTED.attemptsPerSecond &&
    p95Ms <= WANTED.p95Ms &&
    replay.seconds <= WANTED.replaySeconds &&
    purge.rssMb <= WANTED.purgeRssMb;
  console.log(`${isEnough ? "enough" : "SHORT"}: ${figures}`);
  process.exitCode = isEnough ? 0 : 1;
} finally {
  await database.close();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Attempts a second through the ledger's own writer, as a process writes them: two batches at a time. */
async function measureIngest(tenantId: string): Promise<number> {
  const store = createLedgerStore(database);
  const until = Date.now();
  const samples = [...sampleRequests({ tenantId, count: INGEST_COUNT, seed: 1, untilMs: until, days: 0.01 })];
  const batches: (typeof samples)[] = [];
  while (samples.length > 0) batches.push(samples.splice(0, INGEST_BATCH));
  const startedAtMs = performance.now();
  const write = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      await store.write(
        toBatch({ requests: batch.map(({ request }) => request), attempts: batch.map(({ attempt }) => attempt) }),
      );
    }
  };
  await Promise.all([write(), write()]);
  const rate = Math.round(INGEST_COUNT / ((performance.now() - startedAtMs) / 1000));
  console.log(`${rate} attempts/s, each with its request`);
  return rate;
}

/** What the console's pages ask for, one after the other. Returns the highest p95. */
async function measureQueries(tenantId: string): Promise<number> {
  const now = () => new Date();
  const context = { database, now, actor: { tenantId } };
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const span = (length: number) => ({ from: new Date(midnight - (length - 1) * DAY_MS), to: new Date() });
  const report = (fields: object) => () => reportUsage(context, usageInput.parse(fields));
  const list = (filters: object) => () =>
    database.inTenant(tenantId, (tx) => selectRequests(tx, { tenantId, filters, after: null, limit: 51 }));
  const queries: [string, () => Promise<unknown>][] = [
    ["usage, 7 days by model", report({ ...span(7), groupBy: "model" })],
    ["usage, 30 days by API key", report({ ...span(30), groupBy: "api_key" })],
    [`usage, ${days} days by task, weekly`, report({ ...span(days), groupBy: "task", bucket: "week" })],
    ["usage, 7 days of one model by task", report({ ...span(7), groupBy: "task", model: "gpt-4o" })],
    ["errors by hour of the week, 30 days", () => reportWeek(context, span(30))],
    ["request list", list({})],
    ["request list, errors", list({ status: "error" })],
    ["request list, one model, 7 days", list({ ...span(7), model: "gpt-4o" })],
    ["histogram over the list", () => countRequests(context, {})],
  ];
  let highest = 0;
  for (const [name, query] of queries) {
    await query();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const startedAtMs = performance.now();
      await query();
      times.push(performance.now() - startedAtMs);
    }
    const p95 = Math.round(times.sort((a, b) => a - b)[Math.ceil(ROUNDS * 0.95) - 1] ?? 0);
    console.log(`${name}: p95 ${p95} ms`);
    highest = Math.max(highest, p95);
  }
  return highest;
}

/** The newest million routed again by task under `cheapest`, each among fifty models, by the job's own handler. */
async function measureReplay(tenantId: string) {
  const config = await database.asSystem.providerConfig.create({
    data: { tenantId, provider: "openai-compatible", name: "bench", encryptedConfig: "", isValid: true },
  });
  await database.asSystem.tenantModel.createMany({
    data: Array.from({ length: MODELS }, (_, n) => ({
      tenantId,
      providerConfigId: config.id,
      provider: config.provider,
      modelId: `bench-${n}`,
      displayName: `Bench ${n}`,
      type: "llm",
      isEnabled: true,
      contextWindow: 128_000,
      pricesPerMillion: { inputTokens: String(1 + n), outputTokens: String(2 + n) },
    })),
  });
  const tenant = indexTenant(await database.inTenant(tenantId, (tx) => readTenantConfig(tx, tenantId)));
  const to = new Date();
  const share = Math.min(1, REPLAYED / Number(values.count));
  const input = {
    from: new Date(to.getTime() - days * DAY_MS * share),
    to,
    model: "auto",
    byTask: true,
    strategy: "cheapest",
  };
  const row = await database.asSystem.routingReplay.create({
    data: { tenantId, name: "bench", input: { ...input, from: input.from.toISOString(), to: to.toISOString() } },
  });
  const replay = createReplayHandler({
    database,
    gateway: { routing: () => ({ ...ownConfig(tenant), health: ALL_HEALTHY, speed: NOTHING_MEASURED }) },
  });
  let reports = 0;
  const startedAtMs = performance.now();
  await replay({
    id: row.id,
    tenantId,
    targetId: row.id,
    targetName: row.name,
    createdById: null,
    params: {},
    signal: new AbortController().signal,
    report: () => {
      reports += 1;
    },
    confirm: async () => undefined,
  });
  const seconds = Math.round((performance.now() - startedAtMs) / 100) / 10;
  const { result } = await database.asSystem.routingReplay.findUniqueOrThrow({ where: { id: row.id } });
  const { requestCount: requests, refusedCount } = replayResult.parse(result);
  if (refusedCount > 0) throw new Error(`${refusedCount} of ${requests} requests found no model.`);
  console.log(`${requests} requests replayed in ${seconds} s, ${reports} reports of progress`);
  return { requests, seconds };
}

/** Removes the oldest tenth, and looks at this process's memory meanwhile. */
async function measurePurge(tenantId: string) {
  const kept = Math.max(7, Math.floor(days * 0.9));
  await database.asSystem.tenant.update({ where: { id: tenantId }, data: { requestRetentionDays: kept } });
  const before = process.memoryUsage().rss;
  let highest = before;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, 100);
  const startedAtMs = performance.now();
  const removed = await purgeRequests(database, new Date());
  clearInterval(watch);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  return { removed, seconds, rssMb: Math.round((highest - before) / 1e6) };
}
