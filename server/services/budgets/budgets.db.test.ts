import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createBudgetInput } from "@/lib/contracts/budget";
import { saveProcessorInput } from "@/lib/contracts/processor";
import { getJob } from "@/server/services/jobs/get-job";
import { getOverview } from "@/server/services/overview/get-overview";
import { listProcessors } from "@/server/services/processors/list-processors";
import { saveProcessor } from "@/server/services/processors/save-processor";
import type { ServiceContext } from "@/server/services/service-context";
import { expectConserved } from "@/test/expect-conserved";
import {
  createServiceHarness,
  type ScriptedUpstream,
  type ServiceHarness,
  startScriptedUpstream,
} from "@/test/service-harness";
import { createBudget } from "./create-budget";
import { deleteBudget } from "./delete-budget";
import { getBurnDown } from "./get-burn-down";
import { listBudgetTargets } from "./list-budget-targets";
import { listBudgets } from "./list-budgets";
import { startReconciliation } from "./start-reconciliation";
import { updateBudget } from "./update-budget";

const MODEL = "gpt-test";

let harness: ServiceHarness;
let upstream: ScriptedUpstream;
let context: ServiceContext;
const tenantId = () => context.actor.tenantId;

beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  upstream = await startScriptedUpstream();
  context = await harness.addTenant();
});
afterEach(() => upstream.close());

const budgetOf = (over: Record<string, unknown> = {}) =>
  createBudget(
    context,
    createBudgetInput.parse({
      name: "Team",
      scope: "tenant",
      scopeId: null,
      period: "month",
      rollingHours: null,
      limitUsd: "1",
      ...over,
    }),
  );

/** A connected provider with a model of 0.15 and 0.60 USD per million, or without a price. */
async function connect(isPriced = true): Promise<void> {
  const { database, vault } = context;
  const id = randomUUID();
  const place = { table: "provider_configs", row: id, column: "encrypted_config" };
  await database.asSystem.providerConfig.create({
    data: {
      id,
      tenantId: tenantId(),
      provider: "openai-compatible",
      name: "lab",
      isValid: true,
      encryptedConfig: await vault.encrypt(tenantId(), place, JSON.stringify({ base_url: upstream.url })),
    },
  });
  await database.asSystem.tenantModel.create({
    data: {
      tenantId: tenantId(),
      providerConfigId: id,
      provider: "openai-compatible",
      modelId: MODEL,
      displayName: MODEL,
      type: "llm",
      isEnabled: true,
      ...(isPriced ? { pricesPerMillion: { inputTokens: "0.15", outputTokens: "0.60" }, priceSource: "test" } : {}),
    },
  });
}

const chat = (over: { max_tokens?: number; model?: string } = {}) =>
  context.gateway.chat(
    { tenantId: tenantId(), apiKeyId: null, userId: context.actor.userId ?? null, source: "playground" },
    { request: { model: MODEL, messages: [{ role: "user", content: "Tell me of rivers." }], ...over } },
    { requestId: randomUUID(), signal: new AbortController().signal },
  );

const refreshed = () => harness.snapshot.refreshTenant(tenantId());

describe("a budget", () => {
  it("is charged what calls cost, to the nano-dollar, and tells what is left", async () => {
    await connect();
    await budgetOf();
    await refreshed();
    const { receipt } = await chat({ max_tokens: 100 });
    expect(receipt.costNanoUsd).toBeGreaterThan(0n);
    expect(receipt.budget?.remainingNanoUsd).toBeLessThanOrEqual(1_000_000_000n);
    await harness.ledger.flush();
    const { budgets } = await listBudgets(context);
    expect(budgets).toMatchObject([{ name: "Team", spentNanoUsd: receipt.costNanoUsd.toString() }]);
    await expectConserved(context.database.ledgerPool, { tenantId: tenantId() });
  });

  it("4. that is used up lets nothing through to the provider", async () => {
    await connect();
    await budgetOf({ limitUsd: "0" });
    await refreshed();
    await expect(chat()).rejects.toMatchObject({ code: "budget_exceeded", httpStatus: 402 });
    expect(upstream.log).toEqual([]);
  });

  it("on a processor stops that job's calls alone; others pass", async () => {
    await connect();
    const ids: string[] = [];
    for (const name of ["reader", "writer"]) {
      const configuration = { model_override: { provider: "lab", model: MODEL } };
      await saveProcessor(context, saveProcessorInput.parse({ name, taskType: "chat", configuration, isNew: true }));
      ids.push((await listProcessors(context)).find((each) => each.name === name)?.id ?? "");
    }
    const [scopeId = ""] = ids;
    expect((await listBudgetTargets(context)).processors).toContainEqual({ id: scopeId, name: "reader" });
    const budget = await budgetOf({ name: "Reading", scope: "processor", scopeId, limitUsd: "0" });
    expect(budget.scopeName).toBe("reader");
    await refreshed();
    await expect(chat({ model: "processor:reader" })).rejects.toMatchObject({ code: "budget_exceeded" });
    expect(upstream.log).toEqual([]);
    for (const model of ["processor:writer", MODEL])
      expect((await chat({ model, max_tokens: 100 })).receipt.model).toBe(MODEL);
    expect(upstream.log).toHaveLength(2);
    await expect(budgetOf({ name: "None", scope: "processor", scopeId: randomUUID() })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("14. refuses a model without a price before the call, and names the fix", async () => {
    await connect(false);
    await budgetOf();
    await refreshed();
    await expect(chat()).rejects.toMatchObject({ code: "model_unpriced", message: expect.stringContaining("price") });
    expect(upstream.log).toEqual([]);
  });

  it("bounds the output that nobody else bounds, and says so", async () => {
    await connect();
    await budgetOf();
    await refreshed();
    const { result, receipt } = await chat();
    expect(upstream.requests[0]?.body.max_tokens).toBe(4_096);
    expect([...result.warnings, ...receipt.warnings].join()).toContain(
      "bounded to 4096 tokens, because a budget applies",
    );
  });

  it("shortens an answer to what is left rather than refuse it", async () => {
    await connect();
    await budgetOf({ limitUsd: "0.0018" });
    await refreshed();
    const { receipt } = await chat({ max_tokens: 4_000 });
    expect(upstream.requests[0]?.body.max_tokens).toBeLessThan(4_000);
    expect(upstream.requests[0]?.body.max_tokens).toBeGreaterThanOrEqual(1_024);
    expect(receipt.warnings.join()).toContain("which is what the budget has left");
  });

  it("of a model covers that model's calls alone", async () => {
    await connect();
    await budgetOf({ scope: "model", scopeId: "another", limitUsd: "0" });
    await refreshed();
    expect((await chat({ max_tokens: 10 })).receipt.budget).toBeNull();
  });

  it("counts what was spent in its period before it was made, and whose limit is lowered below that stops calls", async () => {
    await connect();
    await refreshed();
    await chat({ max_tokens: 10 });
    await harness.ledger.flush();
    const budget = await budgetOf();
    expect(BigInt(budget.spentNanoUsd)).toBeGreaterThan(0n);
    const { id, version, name } = budget;
    const change = { id, name, limitUsd: "0.000000001", warnAtPercent: 80, degradeAtPercent: null };
    await updateBudget(context, { ...change, version, blocksAtLimit: true, isEnabled: true });
    await expect(
      updateBudget(context, { ...change, version, blocksAtLimit: true, isEnabled: true }),
    ).rejects.toMatchObject({ code: "conflict" });
    await refreshed();
    await expect(chat()).rejects.toMatchObject({ code: "budget_exceeded" });
    await deleteBudget(context, { id });
    await refreshed();
    await chat({ max_tokens: 10 });
    const log = await context.database.asSystem.auditLog.findMany({ where: { tenantId: tenantId(), targetId: id } });
    expect(log.map(({ action }) => action).toSorted()).toEqual(["budget.create", "budget.delete", "budget.update"]);
  });

  it("takes a name once, and only what exists to be put on", async () => {
    await budgetOf();
    await expect(budgetOf()).rejects.toMatchObject({ code: "conflict" });
    const stranger = { name: "Key", scope: "api_key", scopeId: randomUUID() };
    await expect(budgetOf(stranger)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is on the overview where it is the one in force nearest its limit", async () => {
    expect((await getOverview(context)).tightestBudget).toBeNull();
    const spentOf = async (over: { name: string } & Record<string, unknown>, spentNanoUsd: bigint) => {
      const { id } = await budgetOf(over);
      const { asSystem } = context.database;
      const running = await asSystem.budgetWindow.findFirstOrThrow({
        where: { budgetId: id },
        orderBy: { startsAt: "desc" },
      });
      await asSystem.budgetWindow.updateMany({
        where: { budgetId: id, startsAt: running.startsAt },
        data: { spentNanoUsd },
      });
      return id;
    };
    await spentOf({ name: "large", limitUsd: "100" }, 50_000_000_000n);
    const small = await spentOf({ name: "small" }, 700_000_000n);
    const off = await spentOf({ name: "off" }, 990_000_000n);
    await context.database.asSystem.budget.update({ where: { id: off }, data: { isEnabled: false } });
    const shown = await getOverview(context);
    expect(shown.tightestBudget).toMatchObject({ id: small, spentNanoUsd: "700000000", limitNanoUsd: "1000000000" });
    expect(shown.steps).toContainEqual({ step: "budget", isDone: true });
    const rolling = await spentOf({ name: "rolling", period: "rolling", rollingHours: 24 }, 800_000_000n);
    expect((await getOverview(context)).tightestBudget).toMatchObject({ id: rolling });
    expect((await getOverview(await harness.addTenant())).tightestBudget).toBeNull();
  });

  it("draws what was spent as it grew", async () => {
    await connect();
    const budget = await budgetOf();
    await refreshed();
    await chat({ max_tokens: 10 });
    await harness.ledger.flush();
    const { points } = await getBurnDown(context, { id: budget.id });
    const spent = points.flatMap(({ spentNanoUsd }) => (spentNanoUsd === null ? [] : [BigInt(spentNanoUsd)]));
    expect(spent.at(-1)).toBeGreaterThan(0n);
  });
});

describe("20. counting budgets anew", () => {
  it("finds and mends a window that somebody changed by hand, and leaves an entry in the audit log", async () => {
    await connect();
    const budget = await budgetOf({ limitUsd: "100" });
    await refreshed();
    const answers = await Promise.all(Array.from({ length: 20 }, () => chat({ max_tokens: 10 })));
    await harness.ledger.flush();
    const spent = answers.reduce((sum, { receipt }) => sum + receipt.costNanoUsd, 0n).toString();
    await context.database.asSystem.budgetWindow.updateMany({
      where: { budgetId: budget.id },
      data: { spentNanoUsd: 77n },
    });
    const { jobId } = await startReconciliation(context);
    await expect
      .poll(() => getJob(context, { id: jobId }), { timeout: 15_000 })
      .toMatchObject({ status: "succeeded", errorMessage: null });
    const [mended] = (await listBudgets(context)).budgets;
    expect(mended?.spentNanoUsd).toBe(spent);
    const log = await context.database.asSystem.auditLog.findFirst({
      where: { tenantId: tenantId(), action: "budget.reconcile" },
    });
    expect(log).toMatchObject({ actorKind: "system", changes: { repaired: [{ was: "77", is: spent }] } });
    await expectConserved(context.database.ledgerPool, { tenantId: tenantId() });
  });
});
