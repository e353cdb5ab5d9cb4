import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { replayInput, routeQuestion } from "@/lib/contracts/route-question";
import { DEFAULT_POLICY } from "@/lib/contracts/routing";
import { createLedgerStore } from "@/server/db/ledger-store";
import { toBatch } from "@/server/gateway";
import { setModelsEnabled } from "@/server/services/models/set-models-enabled";
import { sampleRequests } from "@/server/services/requests/sample-requests";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { createRouteTest } from "./create-route-test";
import { dryRunRoute } from "./dry-run-route";
import { explainRequestRoute } from "./explain-request-route";
import { getRoutingPolicy } from "./get-routing-policy";
import { listReplays } from "./list-replays";
import { listRouteTests } from "./list-route-tests";
import { saveRoutingPolicy } from "./save-routing-policy";
import { startReplay } from "./start-replay";

let harness: ServiceHarness;
let context: ServiceContext;
let ids: Record<string, string>;

beforeAll(async () => {
  harness = await createServiceHarness();
  context = await harness.addTenant();
  const { tenantId } = context.actor;
  ids = {};
  await context.database.inTenant(tenantId, async (tx) => {
    for (const [name, input, output] of [
      ["cheap", "0.1", "0.4"],
      ["dear", "3", "15"],
    ] as const) {
      const config = await tx.providerConfig.create({
        data: { tenantId, provider: "openai-compatible", name, encryptedConfig: "x", isValid: true },
      });
      const model = await tx.tenantModel.create({
        data: {
          tenantId,
          providerConfigId: config.id,
          provider: "openai-compatible",
          modelId: `model-${name}`,
          displayName: name,
          type: "llm",
          isEnabled: true,
          bestFor: ["code"],
          contextWindow: 1_000_000,
          supportsFunctionCalling: true,
          pricesPerMillion: { inputTokens: input, outputTokens: output },
        },
      });
      ids[name] = model.id;
    }
  });
  await harness.snapshot.refreshTenant(tenantId);
}, 60_000);
afterAll(() => harness.close());

const ask = (question: Partial<ReturnType<typeof routeQuestion.parse>>) =>
  dryRunRoute(context, routeQuestion.parse({ byTask: true, taskType: "code", ...question }));
const refresh = () => harness.snapshot.refreshTenant(context.actor.tenantId);
const save = async (policy: Partial<typeof DEFAULT_POLICY>) => {
  const { version, policy: before } = await getRoutingPolicy(context);
  const view = await saveRoutingPolicy(context, { policy: { ...before, ...policy }, version });
  await refresh();
  return view;
};

describe("a dry run", () => {
  it("names who would serve, who else, and what each would cost, without a call or a charge", async () => {
    const answer = await ask({ inputTokens: 1000, maxOutputTokens: 1000 });
    expect(answer.trace?.candidates.map(({ model }) => model)).toEqual(["model-cheap", "model-dear"]);
    expect(answer.projections.map(({ costNanoUsd }) => costNanoUsd)).toEqual(["500000", "18000000"]);
    const { tenantId } = context.actor;
    await harness.ledger.flush();
    expect(await context.database.inTenant(tenantId, (tx) => tx.llmRequest.count())).toBe(0);
  });

  it("says by a code why nobody would", async () => {
    expect((await ask({ taskType: "jugglery" })).error?.code).toBe("unknown_task_type");
    expect((await ask({ model: "nothing", byTask: false })).error?.code).toBe("model_not_found");
  });
});

describe("the policy", () => {
  it("is in force for the next call, is audited, and refuses a save over somebody else's", async () => {
    const view = await save({ strategy: "priority", routesAuto: true });
    expect(view).toMatchObject({ version: 1, policy: { strategy: "priority" } });
    expect((await ask({ model: "auto", byTask: false })).trace).toMatchObject({ strategy: "priority", scope: "pool" });
    await expect(saveRoutingPolicy(context, { policy: DEFAULT_POLICY, version: 0 })).rejects.toMatchObject({
      code: "conflict",
    });
    const { tenantId } = context.actor;
    const audit = await context.database.inTenant(tenantId, (tx) =>
      tx.auditLog.findMany({ where: { action: "routing_policy.save" } }),
    );
    expect(audit).toHaveLength(1);
    await save({ strategy: "ordered", routesAuto: false });
  });
});

describe("a route test", () => {
  it("runs on each change of the configuration, and warns or blocks as the policy says", async () => {
    const question = routeQuestion.parse({ byTask: true, taskType: "code" });
    const pinned = await createRouteTest(context, {
      name: "code goes to the cheap one",
      question,
      expected: { model: "model-cheap", providerConfigName: null },
    });
    expect(pinned.lastResult).toMatchObject({ passed: true, model: "model-cheap" });

    await save({ failingTests: "block" });
    const disable = (isEnabled: boolean) => setModelsEnabled(context, { ids: [ids.cheap ?? ""], isEnabled });
    await expect(disable(false)).rejects.toMatchObject({
      code: "route_test_failed",
      message: expect.stringContaining('"code goes to the cheap one" would go to "model-dear" of dear'),
    });
    await refresh();
    expect((await ask({})).trace?.candidates[0]?.model).toBe("model-cheap");

    await save({ failingTests: "warn" });
    await disable(false);
    const { tests } = await listRouteTests(context);
    expect(tests).toMatchObject([{ lastResult: { passed: false, model: "model-dear" } }]);
    await disable(true);
    expect((await listRouteTests(context)).tests).toMatchObject([{ lastResult: { passed: true } }]);
    await refresh();
  });
});

describe("past requests", () => {
  it("are routed again under other rules as a job, with the cost before and after, and explained one by one", async () => {
    const { tenantId } = context.actor;
    const untilMs = Date.now();
    const samples = [...sampleRequests({ tenantId, count: 300, seed: 7, untilMs, days: 2 })].map((sample) => ({
      ...sample,
      request: { ...sample.request, modelRequested: "model-dear", modelServed: "model-dear", taskType: "code" },
    }));
    const store = createLedgerStore(context.database);
    await store.write(toBatch({ requests: samples.map(({ request }) => request) }));
    const served = samples.filter(({ request }) => request.status === "success" && !request.cacheHit);

    const { id } = await startReplay(
      context,
      replayInput.parse({
        from: new Date(untilMs - 3 * 86_400_000),
        to: new Date(untilMs + 1000),
        model: "model-cheap",
      }),
    );
    const result = () => listReplays(context).then((all) => all.find((each) => each.id === id));
    await expect.poll(async () => (await result())?.job?.status, { timeout: 20_000 }).toBe("succeeded");
    const replay = (await result())?.result;
    expect(replay).toMatchObject({ requestCount: served.length, movedCount: served.length, refusedCount: 0 });
    const compared = served.filter(({ request }) => request.isPriced);
    expect(replay?.comparedCount).toBe(compared.length);
    const before = compared.reduce((sum, { request }) => sum + BigInt(request.costNanoUsd), 0n);
    expect(replay?.costBeforeNanoUsd).toBe(before.toString());
    expect(replay?.byTask).toMatchObject([{ key: "code", requestCount: compared.length }]);

    const [first] = served;
    const explained = await explainRequestRoute(context, { id: first?.request.requestId ?? randomUUID() });
    expect(explained.today.trace?.candidates[0]?.model).toBe("model-dear");
    await expect(explainRequestRoute(context, { id: randomUUID() })).rejects.toMatchObject({ code: "not_found" });
  });

  it("that nothing would change for are refused", async () => {
    const input = replayInput.parse({ from: new Date(0), to: new Date() });
    await expect(startReplay(context, input)).rejects.toMatchObject({ code: "invalid_request" });
  });
});
