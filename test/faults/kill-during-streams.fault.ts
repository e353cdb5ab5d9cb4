import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { expectConserved } from "@/test/expect-conserved";
import { type ServerProcess, startServerProcess } from "@/test/server-process";

const STREAMS = 500;
const ROUNDS = 10;
const MODEL = "words-80+pace-50ms";

let upstream: ScriptedUpstream;
let server: ServerProcess;

beforeAll(async () => {
  upstream = await startScriptedUpstream({ models: [MODEL] });
  const { host } = new URL(upstream.url);
  server = await startServerProcess({ SLUICE_ALLOW_PRIVATE_HOSTS: host });
  const response = await fetch(`${server.url}/api/providers`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ provider: "openai-compatible", config: { base_url: upstream.url } }),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
}, 120_000);

afterAll(async () => {
  await server?.dispose();
  await upstream?.close();
});

/** The model gets a price, and the organization a budget that all these streams fit into. */
async function budget(): Promise<void> {
  await expect
    .poll(async () => (await query(`select id from tenant_models where model_id = '${MODEL}'`)).length, {
      timeout: 20_000,
    })
    .toBe(1);
  await query(
    `update tenant_models set prices_per_million = '{"inputTokens":"3","outputTokens":"15"}', price_source = 'test'
      where model_id = '${MODEL}'`,
  );
  await query(`insert into budgets (id, tenant_id, name, scope, period, limit_nano_usd, updated_at)
    select gen_random_uuid(), id, 'Everything', 'tenant', 'month', 1000000000000, now() from tenants`);
}

async function stream(): Promise<void> {
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.apiKey}` },
    body: JSON.stringify({ model: MODEL, stream: true, messages: [{ role: "user", content: "Tell me of rivers." }] }),
  });
  await response.text();
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.databaseUrl() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function lawOfBudgets() {
  const client = new pg.Client({ connectionString: server.databaseUrl() });
  await client.connect();
  try {
    return await expectConserved(client);
  } finally {
    await client.end();
  }
}

const isCompletion = ({ path }: { path: string }) => path.endsWith("/chat/completions");

describe("kill -9 of the server", () => {
  it(`1. during ${STREAMS} streamed completions, ${ROUNDS} times over, leaves exactly one usage row for every attempt in the upstream's own log, and charges the budget each once`, async () => {
    await budget();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const before = upstream.log.length;
      const clients = Array.from({ length: STREAMS }, () => stream().catch(() => "cut"));
      await expect.poll(() => upstream.log.length - before, { timeout: 60_000, interval: 10 }).toBe(STREAMS);
      await expect
        .poll(() => upstream.log.slice(before).every((entry) => entry.bytesSent > 0), { timeout: 60_000, interval: 10 })
        .toBe(true);
      await server.kill("SIGKILL");
      await Promise.all(clients);
      const readyMs = await server.start();
      console.log(`round ${round}: ready again after ${Math.round(readyMs)} ms`);
    }
    const seen = upstream.log.filter(isCompletion).map((entry) => entry.attemptId);
    expect(new Set(seen).size).toBe(STREAMS * ROUNDS);
    await expect
      .poll(async () => (await query("select id from llm_attempts")).length, { timeout: 20_000 })
      .toBe(STREAMS * ROUNDS);
    const rows = await query("select id, status, is_usage_estimated, usage from llm_attempts");
    expect(rows.map((row) => row.id).toSorted()).toEqual(seen.toSorted());
    const interrupted = rows.filter((row) => row.status === "interrupted");
    expect(interrupted.length).toBeGreaterThan(0);
    expect(interrupted.every((row) => row.is_usage_estimated)).toBe(true);
    const requests = await query("select count(*)::int as n, count(distinct id)::int as d from llm_requests");
    expect(requests[0]).toEqual({ n: STREAMS * ROUNDS, d: STREAMS * ROUNDS });
    console.log(
      `${rows.length} attempts upstream, ${rows.length} rows, 0 lost, 0 duplicate, ${interrupted.length} interrupted and flagged`,
    );
    await expect
      .poll(() => lawOfBudgets(), { timeout: 60_000, interval: 500 })
      .toMatchObject({ open: expect.any(BigInt) });
    const movement = await lawOfBudgets();
    expect(movement.settled).toBeGreaterThan(0n);
    // Only the process that lives may hold a slice, and no call of it is under way.
    const [leases] = await query(
      "select count(distinct replica_id)::int as replicas from budget_leases where granted_nano_usd > settled_nano_usd + returned_nano_usd",
    );
    expect(leases?.replicas).toBeLessThanOrEqual(1);
    console.log(
      `1. ${movement.settled} nano-USD settled, ${movement.open} still leased by the process that lives, law kept`,
    );
  }, 900_000);

  it("keeps every stored thing: the server is ready within 5 s and serves the same key and model", async () => {
    await server.kill("SIGKILL");
    expect(await server.start()).toBeLessThan(5_000);
    const response = await fetch(`${server.url}/v1/models`, { headers: { authorization: `Bearer ${server.apiKey}` } });
    expect(await response.text()).toContain(MODEL);
  }, 60_000);
});

describe("a clean stop", () => {
  it("lets running streams end, loses no row, and leaves with code 0", async () => {
    const before = upstream.log.length;
    const clients = Array.from({ length: 20 }, () => stream());
    await expect.poll(() => upstream.log.length - before, { timeout: 10_000, interval: 10 }).toBe(20);
    expect(await server.kill("SIGTERM")).toBe(0);
    await Promise.all(clients);
    await server.start();
    const ids = upstream.log
      .slice(before)
      .map((entry) => `'${entry.attemptId}'`)
      .join(",");
    const rows = await query(`select status from llm_attempts where id in (${ids})`);
    expect(rows.map((row) => row.status)).toEqual(Array.from({ length: 20 }, () => "success"));
  }, 60_000);
});
