import { setTimeout as later } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { formatNanoUsd } from "@/lib/contracts/money";
import { type Deployment, startDeployment } from "@/test/start-deployment";
import { WHY_NO_REDIS } from "@/test/start-redis";
import { offerLoad, statusesOf } from "./offer-load";

const PER_MINUTE = 120;
const RUN_MS = 20_000;
const CENT = 10_000_000n;
/** A thousand characters at 10 USD per million, which is a cent. */
const SPEECH = { model: "tts-test", voice: "alloy", input: "x".repeat(1_000) };

let sluice: Deployment;
beforeAll(async () => {
  if (WHY_NO_REDIS !== undefined) return;
  sluice = await startDeployment({
    replicas: 2,
    hasRedis: true,
    models: [{ id: SPEECH.model, type: "tts", prices: { characters: "10" } }],
  });
}, 120_000);
afterAll(() => sluice?.close());

it(`26. Redis flushed in the middle of a run: budgets hold to the nano-dollar, and no more than one window's calls are let through beside the limit`, async ({
  skip,
}) => {
  skip(WHY_NO_REDIS !== undefined, WHY_NO_REDIS);
  await sluice.addBudget(1_000n * CENT);
  await sluice.change(
    `INSERT INTO rate_limits (id, tenant_id, scope_kind, scope_id, requests_per_minute, updated_at)
     VALUES (gen_random_uuid(), $1, 'tenant', $3, $2, now())`,
    [sluice.tenantId, PER_MINUTE, sluice.tenantId],
  );
  let calls = 0;
  const speak = () => sluice.post("/v1/audio/speech", SPEECH, { replica: calls++ % 2 });
  const startedAt = performance.now();
  const loading = offerLoad(speak, { perSecond: 20, forMs: RUN_MS });
  await later(RUN_MS / 2);
  await sluice.redis?.server.command("FLUSHALL");
  const offered = await loading;
  const minutes = (performance.now() - startedAt) / 60_000;
  const admitted = offered.filter(({ status }) => status === 200).length;
  const allowed = PER_MINUTE + PER_MINUTE * minutes;
  expect(new Set(Object.keys(statusesOf(offered)))).toEqual(new Set(["200", "429"]));
  await sluice.drained();
  const { settled } = await sluice.conserved();
  const windows = await sluice.query("SELECT spent_nano_usd::text AS spent FROM budget_windows");
  console.log(
    `26. ${admitted} of ${offered.length} calls admitted, ${Math.round(allowed)} by the limit alone; ${formatNanoUsd(settled)} USD settled`,
  );
  expect(admitted).toBeGreaterThanOrEqual(Math.floor(allowed * 0.99) - 1);
  expect(admitted).toBeLessThanOrEqual(allowed + PER_MINUTE + 1);
  expect(settled).toBe(BigInt(admitted) * CENT);
  expect(windows).toEqual([{ spent: settled.toString() }]);
  for (const replica of sluice.replicas) expect(await replica.metric("sluice_limiter_shared")).toBe(1);
}, 60_000);
