import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { restUsageInput } from "@/lib/contracts/rest";
import { parsePricePerMillion, priceUsage } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";
import { summarizeUsage } from "@/server/services/usage/summarize-usage";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

/** Few enough to be written in a moment, and more than enough for a floating point sum to go astray. */
const REQUESTS = 5_000;
const CHARGES = 1_000_000;

let harness: ServiceHarness;
let acme: ServiceContext;
beforeAll(async () => {
  harness = await createServiceHarness();
  acme = await harness.addTenant();
});
afterAll(() => harness.close());

/** Some tokens at 0.000001 to 0.999999 USD per million: from a nano-dollar upwards. */
function chargeOf(index: number): bigint {
  const price = { units: { inputTokens: parsePricePerMillion(`0.${String((index % 999_999) + 1).padStart(6, "0")}`) } };
  return priceUsage({ inputTokens: (index % 7) + 1 }, { ...price, source: "test" }).costNanoUsd;
}

it("A13: a million tiny charges add up to the same nano-dollar in JavaScript, in SQL and on the dashboard", {
  timeout: 120_000,
}, async () => {
  const costs = new Array<bigint>(REQUESTS).fill(0n);
  let sum = 0n;
  for (let index = 0; index < CHARGES; index++) {
    const cost = chargeOf(index);
    sum += cost;
    costs[index % REQUESTS] = (costs[index % REQUESTS] ?? 0n) + cost;
  }
  const { tenantId } = acme.actor;
  const system = acme.database.asSystem;
  const at = new Date("2026-11-20T12:00:00Z");
  const common = {
    tenantId,
    modelType: "llm",
    status: "success",
    isUsageEstimated: false,
    isPriced: true,
    latencyMs: 1,
  };
  const rows = costs.map((costNanoUsd) => ({ id: randomUUID(), requestId: randomUUID(), costNanoUsd }));
  await system.llmRequest.createMany({
    data: rows.map(({ requestId, costNanoUsd }) => ({
      ...common,
      id: requestId,
      source: "api",
      modelRequested: "m",
      modelServed: "m",
      isStream: false,
      attemptCount: 1,
      promptTokens: 1,
      completionTokens: 0,
      totalTokens: 1,
      usage: {},
      inputCostNanoUsd: costNanoUsd,
      outputCostNanoUsd: 0n,
      costNanoUsd,
      requestedAt: at,
    })),
  });
  await system.llmAttempt.createMany({
    data: rows.map(({ id, requestId, costNanoUsd }) => ({
      ...common,
      id,
      requestId,
      sequence: 1,
      providerConfigId: requestId,
      provider: "p",
      model: "m",
      usage: {},
      inputCostNanoUsd: costNanoUsd,
      outputCostNanoUsd: 0n,
      costNanoUsd,
      startedAt: at,
      completedAt: at,
    })),
  });
  const inSql = await acme.database.inTenant(
    tenantId,
    (tx) => tx.$queryRaw<{ sum: string }[]>`SELECT sum(cost_nano_usd)::text AS sum FROM llm_attempts`,
  );
  expect(inSql).toEqual([{ sum: sum.toString() }]);
  const usage = await summarizeUsage(
    acme,
    restUsageInput.parse({ startDate: "2026-11-20", endDate: "2026-11-20", groupBy: "day" }),
  );
  expect(JSON.stringify(usage)).toContain(
    `${sum / 1_000_000_000n}.${(sum % 1_000_000_000n).toString().padStart(9, "0").replace(/0+$/, "")}`,
  );
});
