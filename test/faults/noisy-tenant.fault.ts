import { setTimeout as later } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Deployment, startDeployment } from "@/test/start-deployment";
import { latency, offerLoad, statusesOf } from "./offer-load";

const AT_ONCE = 500;
const IDLE_MS = 10_000;
const FLOODED_MS = 40_000;
const PER_SECOND = 5;
/** A short answer of a quick model, and a long one. */
const CALM = "gpt-test+slow-500ms";
const FLOOD = "gpt-test+slow-5000ms";

let sluice: Deployment;
let neighbour: string;
beforeAll(async () => {
  const prices = { inputTokens: "3", outputTokens: "15" };
  sluice = await startDeployment({ replicas: 1, models: [CALM, FLOOD].map((id) => ({ id, prices })) });
  neighbour = await sluice.addTenant("Neighbours");
}, 120_000);
afterAll(() => sluice?.close());

const chat = (model: string, apiKey: string) =>
  sluice.post(
    "/v1/chat/completions",
    { model, messages: [{ role: "user", content: "Tell me of rivers." }] },
    { apiKey },
  );

it(`36. one organization that floods with ${AT_ONCE} calls at once leaves another, of ${PER_SECOND} calls a second, served as before: 99.5 % at least, p99 at most twice as long`, async () => {
  const calm = () => chat(CALM, neighbour);
  const idle = await offerLoad(calm, { perSecond: PER_SECOND, forMs: IDLE_MS });
  let isOver = false;
  let flooded = 0;
  const flood = Array.from({ length: AT_ONCE }, async (_, n) => {
    // Not all in one instant; for no clients are.
    await later(n * 10);
    while (!isOver) {
      const response = await chat(FLOOD, sluice.apiKey);
      await response.text();
      flooded += 1;
    }
  });
  await later(AT_ONCE * 10);
  const during = await offerLoad(calm, { perSecond: PER_SECOND, forMs: FLOODED_MS });
  isOver = true;
  await Promise.all(flood);
  const served = during.filter(({ status }) => status === 200).length / during.length;
  console.log(
    `36. ${(served * 100).toFixed(1)} % of ${during.length} calls served, p99 ${latency(during, 0.99).toFixed(0)} ms beside ${flooded} calls of the other, ${latency(idle, 0.99).toFixed(0)} ms before`,
  );
  expect(flooded).toBeGreaterThan(AT_ONCE * 4);
  expect(served, JSON.stringify(statusesOf(during))).toBeGreaterThanOrEqual(0.995);
  expect(latency(during, 0.99)).toBeLessThanOrEqual(2 * latency(idle, 0.99));
}, 120_000);
