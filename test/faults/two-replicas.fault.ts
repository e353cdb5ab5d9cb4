import { afterAll, beforeAll, expect, it } from "vitest";
import { formatNanoUsd } from "@/lib/contracts/money";
import { type Deployment, startDeployment } from "@/test/start-deployment";

const CALLS = 200;
const USD = 1_000_000_000n;
/** A thousand characters at 10 USD per million: what is held for speech is, to the nano-dollar, what it costs. */
const SPEECH = { model: "tts-test+slow-300ms", voice: "alloy", input: "x".repeat(1_000) };

let sluice: Deployment;
beforeAll(async () => {
  sluice = await startDeployment({
    replicas: 2,
    models: [{ id: SPEECH.model, type: "tts", prices: { characters: "10" } }],
  });
}, 120_000);
afterAll(() => sluice?.close());

it(`2. ${CALLS} concurrent calls of 0.01 USD over two server processes and a budget of 1 USD: exactly 100 are admitted, and exactly 1.000000000 USD is settled`, async () => {
  await sluice.addBudget(USD);
  const statuses = await Promise.all(
    Array.from({ length: CALLS }, async (_, n) => {
      const response = await sluice.post("/v1/audio/speech", SPEECH, { replica: n % 2 });
      await response.arrayBuffer();
      return response.status;
    }),
  );
  const admitted = statuses.filter((status) => status === 200).length;
  expect(new Set(statuses)).toEqual(new Set([200, 402]));
  await sluice.drained();
  const { settled } = await sluice.conserved();
  const windows = await sluice.query("SELECT spent_nano_usd::text AS spent FROM budget_windows");
  console.log(`2. ${admitted} of ${CALLS} admitted by two processes, ${formatNanoUsd(settled)} USD settled`);
  expect(sluice.upstream.log.filter(({ path }) => path === "/audio/speech")).toHaveLength(admitted);
  expect(settled).toBeLessThanOrEqual(USD);
  expect(windows).toEqual([{ spent: settled.toString() }]);
  expect(admitted).toBe(100);
  expect(settled).toBe(USD);
}, 60_000);

it("a change of the configuration is live on every process within a second", async () => {
  const times: number[] = [];
  for (let change = 0; change < 20; change += 1) {
    const startedAtMs = performance.now();
    await sluice.change("UPDATE provider_configs SET priority = $1", [100 + change]);
    times.push(performance.now() - startedAtMs);
  }
  const slowest = Math.round(Math.max(...times));
  console.log(`20 changes were live on both processes, the slowest after ${slowest} ms (looked at each 100 ms)`);
  expect(slowest).toBeLessThan(1_000);
}, 60_000);
