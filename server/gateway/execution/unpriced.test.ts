import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UnpricedPolicy } from "@/lib/contracts/price";
import { withEstimates } from "@/server/gateway/prices/price-book";
import { mayCallUnpriced, requireCallable } from "@/server/gateway/prices/unpriced-policy";
import type { Price } from "@/server/gateway/spec/price";
import { modelEntryOf } from "@/server/gateway/testing/config-fixtures";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startTestGateway } from "@/server/gateway/testing/start-test-gateway";
import type { Caller } from "./caller";

const caller: Caller = { tenantId: "tenant-1", apiKeyId: "key-1", userId: null, source: "api" };
const messages = [{ role: "user" as const, content: "Say something." }];
const dear: Price = { units: { inputTokens: 10_000_000n, outputTokens: 20_000_000n }, source: "catalog" };

let upstream: ScriptedUpstream;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
});
afterAll(() => upstream.close());

let gateways: Awaited<ReturnType<typeof startTestGateway>>[];
beforeEach(() => {
  gateways = [];
  return async () => {
    for (const test of gateways) await test.close();
  };
});

async function gatewayWith(unpricedPolicy: UnpricedPolicy) {
  const values = { base_url: upstream.url, api_key: "sk-upstream-1234567890" };
  const models = withEstimates(
    [modelEntryOf("p", "unpriced"), modelEntryOf("p", "dear", { price: dear })],
    unpricedPolicy,
    0,
  );
  const test = await startTestGateway({
    providers: [{ id: "p", values, models: [...models] }],
    tenant: { unpricedPolicy },
  });
  gateways.push(test);
  return test;
}

describe("A14: a model without a price", () => {
  it("may be called without a budget unless the tenant blocks that, and never under one", () => {
    const table = (["block", "warn", "estimate"] as const).map((policy) => [
      policy,
      mayCallUnpriced(policy, false),
      mayCallUnpriced(policy, true),
    ]);
    expect(table).toEqual([
      ["block", false, false],
      ["warn", true, false],
      ["estimate", true, false],
    ]);
    expect(() => requireCallable("warn", true, "m")).toThrow(/budget/);
    expect(() => requireCallable("block", false, "m")).toThrow(/blocks/);
  });

  it("is refused with a typed error before the provider hears of it, under the policy to block", async () => {
    const test = await gatewayWith("block");
    const before = upstream.log.length;
    const requestId = randomUUID();
    const call = test.gateway.chat(
      caller,
      { request: { model: "unpriced", messages } },
      { requestId, signal: new AbortController().signal },
    );
    await expect(call).rejects.toMatchObject({ code: "model_unpriced", httpStatus: 412 });
    expect(upstream.log.length).toBe(before);
    await test.ledger.flush();
    expect(test.store.requests.get(requestId)).toMatchObject({
      status: "error",
      errorCode: "model_unpriced",
      attemptCount: 0,
    });
  });

  it("is served with a warning under the policy to warn, and its row says unpriced and not free", async () => {
    const test = await gatewayWith("warn");
    const requestId = randomUUID();
    const { receipt } = await test.gateway.chat(
      caller,
      { request: { model: "unpriced", messages } },
      { requestId, signal: new AbortController().signal },
    );
    expect(receipt).toMatchObject({ isPriced: false, costNanoUsd: 0n });
    expect(receipt.warnings).toEqual([expect.stringContaining('No price is known for "unpriced"')]);
  });

  it("is charged as the dearest of its kind under the policy to estimate, and the price kept says so", async () => {
    const test = await gatewayWith("estimate");
    const requestId = randomUUID();
    const { receipt } = await test.gateway.chat(
      caller,
      { request: { model: "unpriced", messages } },
      { requestId, signal: new AbortController().signal },
    );
    const { inputTokens = 0, outputTokens = 0 } = receipt.counts;
    expect(receipt.costNanoUsd).toBe(BigInt(inputTokens) * 10_000n + BigInt(outputTokens) * 20_000n);
    expect(receipt.costNanoUsd).toBeGreaterThan(0n);
    await test.ledger.flush();
    const [attempt] = [...test.store.attempts.values()];
    expect(attempt?.price).toMatchObject({ isEstimate: true });
  });
});
