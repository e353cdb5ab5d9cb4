import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { type ServerProcess, startServerProcess } from "@/test/server-process";

const STREAMS = 200;
const ROUNDS = 3;
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

const isCompletion = ({ path }: { path: string }) => path.endsWith("/chat/completions");

describe("kill -9 of the server", () => {
  it(`during ${STREAMS} streamed completions, ${ROUNDS} times over, leaves exactly one usage row for every attempt in the upstream's own log`, async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const before = upstream.log.length;
      const clients = Array.from({ length: STREAMS }, () => stream().catch(() => "cut"));
      await expect.poll(() => upstream.log.length - before, { timeout: 20_000, interval: 10 }).toBe(STREAMS);
      await expect
        .poll(() => upstream.log.slice(before).every((entry) => entry.bytesSent > 0), { timeout: 20_000, interval: 10 })
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
  }, 180_000);

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
