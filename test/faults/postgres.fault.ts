import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatNanoUsd } from "@/lib/contracts/money";
import { mintApiKey } from "@/server/auth/api-keys";
import { type Deployment, startDeployment } from "@/test/start-deployment";
import { latency, type Offered, offerLoad, percentile, statusesOf } from "./offer-load";

const USD = 1_000_000_000n;
const PER_SECOND = 50;
const DOWN_MS = 30_000;
const SLOW_MS = 5_000;
const MODEL = "gpt-test";
const CALL = { model: MODEL, max_tokens: 50, messages: [{ role: "user", content: "Tell me of rivers." }] };

const lagDirectory = mkdtempSync(join(tmpdir(), "sluice-lag-"));
const lagFile = join(lagDirectory, "lags");
let sluice: Deployment;

beforeAll(async () => {
  sluice = await startDeployment({
    replicas: 1,
    models: [{ id: MODEL, prices: { inputTokens: "3", outputTokens: "15" } }],
    env: {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, "watch-event-loop.mjs")}`,
      SLUICE_TEST_LAG_FILE: lagFile,
    },
  });
}, 120_000);
afterAll(async () => {
  await sluice?.close();
  rmSync(lagDirectory, { recursive: true, force: true });
});

const chat = (replica = 0) => sluice.post("/v1/chat/completions", CALL, { replica });

/** What needs the database for every answer. */
const readSettings = () =>
  fetch(`${sluice.server.url}/api/model-settings`, { headers: { authorization: `Bearer ${sluice.apiKey}` } });

async function askWithUnknownKey(): Promise<number> {
  const response = await fetch(`${sluice.server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${mintApiKey().key.reveal()}` },
    body: JSON.stringify(CALL),
  });
  await response.arrayBuffer();
  return response.status;
}

/** A budget of so much more than was spent before. */
async function leave(nanoUsd: bigint): Promise<string> {
  await sluice.drained();
  await sluice.query("DELETE FROM budgets");
  const [row] = await sluice.query("SELECT coalesce(sum(cost_nano_usd), 0)::text AS spent FROM llm_attempts");
  return sluice.addBudget(nanoUsd + BigInt(String(row?.spent)));
}

async function granted(): Promise<bigint> {
  const [row] = await sluice.query("SELECT coalesce(sum(granted_nano_usd), 0)::text AS granted FROM budget_leases");
  return BigInt(String(row?.granted));
}

/** Each attempt of the upstream's own log has exactly one row. */
async function expectNoneLost(): Promise<number> {
  await sluice.drained();
  const seen = sluice.upstream.log.filter(({ path }) => path === "/chat/completions").map(({ attemptId }) => attemptId);
  const ids = async () => (await sluice.query("SELECT id::text FROM llm_attempts")).map(({ id }) => id).toSorted();
  // What a process left behind is adopted beside the calls, after the next has begun to serve; it is in no figure of that one.
  await expect.poll(ids, { timeout: 60_000, interval: 500 }).toEqual(seen.toSorted());
  return seen.length;
}

const isServed = ({ status }: Offered) => status === 200;

describe("Postgres", () => {
  it(`21. down for ${DOWN_MS / 1_000} s at ${PER_SECOND} calls a second: known keys are served, unknown ones get 503 and not 401, nothing is lost, and no more is spent than was leased`, async () => {
    const budgetId = await leave(1_000n * USD);
    expect((await chat()).status).toBe(200);
    const loading = offerLoad(() => chat(), { perSecond: PER_SECOND, forMs: DOWN_MS + 8_000 });
    await later(2_000);
    const leased = await granted();
    await sluice.stopPostgres();
    const downAt = performance.now();
    await expect.poll(askWithUnknownKey, { timeout: 5_000 }).toBe(503);
    const unknown: number[] = [];
    while (performance.now() - downAt < DOWN_MS) {
      unknown.push(await askWithUnknownKey());
      await later(500);
    }
    expect(new Set(unknown)).toEqual(new Set([503]));
    await sluice.startPostgres();
    const offered = await loading;
    const during = offered.filter(({ atMs }) => atMs >= 2_000 && atMs < 2_000 + DOWN_MS);
    const served = during.filter(isServed).length / during.length;
    expect(during.length).toBeGreaterThan((PER_SECOND * DOWN_MS) / 1_000 - 5);
    expect(served, JSON.stringify(statusesOf(during))).toBeGreaterThanOrEqual(0.99);
    await expect.poll(askWithUnknownKey, { timeout: 20_000 }).toBe(401);
    const attempts = await expectNoneLost();
    const { settled } = await sluice.conserved();
    const [window] = await sluice.query(
      "SELECT spent_nano_usd::text AS spent FROM budget_windows WHERE budget_id = $1",
      [budgetId],
    );
    expect(BigInt(String(window?.spent))).toBe(settled);
    expect(settled).toBeLessThanOrEqual(leased);
    console.log(
      `21. ${(served * 100).toFixed(2)} % of ${during.length} calls served while Postgres was down, p99 ${latency(
        during,
        0.99,
      ).toFixed(
        0,
      )} ms; ${attempts} attempts, as many rows; ${formatNanoUsd(settled)} USD spent of ${formatNanoUsd(leased)} leased`,
    );
  }, 120_000);

  it("21. down when a slice is used up: calls get 503 rather than money nobody counted", async () => {
    await leave(USD / 4n);
    for (let n = 0; n < 3; n += 1) expect((await chat()).status).toBe(200);
    await later(1_000);
    await sluice.stopPostgres();
    const offered = await offerLoad(() => chat(), { perSecond: PER_SECOND, forMs: 10_000 });
    await sluice.startPostgres();
    expect(offered.filter(isServed).length).toBeGreaterThan(0);
    expect(offered.at(-1)?.status).toBe(503);
    expect(offered.at(-1)?.text).toContain("can't reach its database");
    expect(new Set(offered.map(({ status }) => status))).toEqual(new Set([200, 503]));
    await expect.poll(async () => (await chat()).status, { timeout: 20_000 }).toBe(200);
    await expectNoneLost();
    const { settled } = await sluice.conserved();
    expect(settled).toBeLessThanOrEqual(await granted());
  }, 60_000);

  it(`22. so slow that every reply takes ${SLOW_MS / 1_000} s more: calls are as quick as before, no pool grows beyond its size, and the event loop keeps turning`, async () => {
    await leave(1_000n * USD);
    const [before, askedBefore] = await Promise.all([
      offerLoad(() => chat(), { perSecond: PER_SECOND, forMs: 8_000 }),
      offerLoad(readSettings, { perSecond: 10, forMs: 8_000 }),
    ]);
    expect(statusesOf(askedBefore)).toEqual({ 200: askedBefore.length });
    sluice.postgres.become({ kind: "latency", ms: SLOW_MS });
    await later(2_000);
    writeFileSync(lagFile, "");
    let connections = 0;
    const loading = offerLoad(() => chat(), { perSecond: PER_SECOND, forMs: 20_000 });
    const asking = offerLoad(readSettings, { perSecond: 10, forMs: 15_000 });
    for (let n = 0; n < 190; n += 1) {
      connections = Math.max(connections, sluice.postgres.openCount());
      await later(100);
    }
    const during = await loading;
    const asked = await asking;
    sluice.postgres.become({ kind: "pass" });
    const p99 = latency(during, 0.99);
    const p99Before = latency(before, 0.99);
    const lags = readFileSync(lagFile, "utf8").trim().split(/\s+/).map(Number);
    const lag = percentile(lags, 0.99);
    console.log(
      `22. calls p99 ${p99.toFixed(0)} ms (${p99Before.toFixed(0)} ms before), event loop p99 ${lag.toFixed(0)} ms of ${lags.length} samples, at most ${connections} connections, settings read meanwhile ${JSON.stringify(statusesOf(asked))}`,
    );
    expect(statusesOf(during)).toEqual({ 200: during.length });
    // Of what Sluice adds; how busy the machine is shows in both.
    expect(p99 - p99Before).toBeLessThan(300);
    expect(lags.length).toBeGreaterThan(500);
    expect(lag).toBeLessThan(100);
    // The tenants' pool, the system's, the ledger's, and the one that listens; and a few that were given up and are on their way out.
    expect(connections).toBeLessThanOrEqual(10 + 5 + 4 + 1 + 5);
    expect(connections).toBeGreaterThanOrEqual(10);
    expect(statusesOf(asked)).toEqual({ 503: asked.length });
    await expectNoneLost();
    await sluice.conserved();
  }, 90_000);

  it("29. that gives one statement in twenty up for a conflict: each is tried again, nothing is lost or double, and nobody gets a 500", async () => {
    await leave(1_000n * USD);
    await inject("random() < 0.05");
    const changes: number[] = [];
    const loading = offerLoad(() => chat(), { perSecond: PER_SECOND, forMs: 10_000 });
    const isOver = later(10_000).then(() => true);
    const change = async () => {
      while (!(await Promise.race([isOver, false]))) changes.push((await changeSettings()).status);
    };
    await Promise.all([change(), change()]);
    const chats = await loading;
    const injected = await mend();
    console.log(`29. ${injected} conflicts among ${chats.length} calls and ${changes.length} changes`);
    expect(injected).toBeGreaterThan(0);
    expect(statusesOf(chats)).toEqual({ 200: chats.length });
    expect(new Set(changes)).toEqual(new Set([200]));
    await expectNoneLost();
    await sluice.conserved();
  }, 60_000);

  it("29. that gives a change up for a conflict each time: it is tried again three times, and then is 503", async () => {
    await inject("TG_TABLE_NAME = 'audit_logs'");
    const response = await changeSettings();
    expect(await mend()).toBe(4);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).not.toBeNull();
  });

  it("29. restarted while transactions run: those are undone, calls go on, nothing is lost or double, and nobody gets a 500", async () => {
    const audited = () => sluice.query("SELECT id FROM audit_logs WHERE action LIKE 'model_setting%'");
    const before = (await audited()).length;
    await leave(1_000n * USD);
    expect((await chat()).status).toBe(200);
    await inject("CASE WHEN TG_TABLE_NAME IN ('llm_attempts', 'audit_logs') THEN pg_sleep(3) IS NULL END");
    const loading = offerLoad(() => chat(), { perSecond: PER_SECOND, forMs: 10_000 });
    const changing = changeSettings();
    // A batch of the ledger and a change are in their transactions.
    await expect
      .poll(async () => (await sluice.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).length, {
        timeout: 10_000,
        interval: 50,
      })
      .toBeGreaterThanOrEqual(2);
    await sluice.stopPostgres();
    await sluice.startPostgres();
    await mend();
    expect((await changing).status).toBe(503);
    expect((await audited()).length).toBe(before);
    const offered = await loading;
    expect(statusesOf(offered)).toEqual({ 200: offered.length });
    await expect.poll(async () => (await changeSettings()).status, { timeout: 10_000 }).toBe(200);
    await expectNoneLost();
    await sluice.conserved();
  }, 60_000);

  it("21. that accepts and never answers: known keys are served, a stop ends all the same, and the next start loses nothing", async () => {
    await leave(1_000n * USD);
    expect((await chat()).status).toBe(200);
    sluice.postgres.become({ kind: "black-hole" });
    const offered = await offerLoad(() => chat(), { perSecond: PER_SECOND, forMs: 8_000 });
    expect(statusesOf(offered)).toEqual({ 200: offered.length });
    const stoppedAt = performance.now();
    await sluice.server.kill("SIGTERM");
    const tookMs = performance.now() - stoppedAt;
    console.log(
      `21. ${offered.length} calls served while Postgres was silent, stopped within ${(tookMs / 1_000).toFixed(1)} s`,
    );
    expect(tookMs).toBeLessThan(25_000);
    sluice.postgres.become({ kind: "pass" });
    await sluice.server.start();
    await expectNoneLost();
    await sluice.conserved();
  }, 120_000);
});

const changeSettings = () =>
  sluice.post("/api/model-settings", { modelType: "llm", provider: "openai-compatible", model: MODEL });

/** Whenever `condition` holds, a statement on a table that calls or changes write fails as one does that another transaction was in the way of. */
async function inject(condition: string): Promise<void> {
  await sluice.query(`
    CREATE SEQUENCE injected;
    CREATE FUNCTION inject() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    BEGIN
      IF (${condition}) THEN
        PERFORM nextval('injected');
        RAISE EXCEPTION 'injected' USING ERRCODE = CASE WHEN random() < 0.5 THEN '40001' ELSE '40P01' END;
      END IF;
      RETURN NULL;
    END $$`);
  for (const table of INJECTED)
    await sluice.query(
      `CREATE TRIGGER inject AFTER INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION inject()`,
    );
}
const INJECTED = ["llm_attempts", "budget_windows", "budget_leases", "audit_logs"];

/** How many failed. */
async function mend(): Promise<number> {
  const [count] = await sluice.query("SELECT CASE WHEN is_called THEN last_value ELSE 0 END::int AS n FROM injected");
  for (const table of INJECTED) await sluice.query(`DROP TRIGGER inject ON ${table}`);
  await sluice.query("DROP FUNCTION inject; DROP SEQUENCE injected");
  return Number(count?.n);
}
