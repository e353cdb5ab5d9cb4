import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createBudgetInput } from "@/lib/contracts/budget";
import type { JobView } from "@/lib/contracts/job";
import { priceDocument } from "@/lib/contracts/price";
import { createLedgerStore } from "@/server/db/ledger-store";
import { type AttemptRecord, priceAt, type RequestRecord, toBatch } from "@/server/gateway";
import { createBudget } from "@/server/services/budgets/create-budget";
import { listBudgets } from "@/server/services/budgets/list-budgets";
import { reconcileBudget } from "@/server/services/budgets/reconcile-budget";
import { cancelJob } from "@/server/services/jobs/cancel-job";
import { getJob } from "@/server/services/jobs/get-job";
import { listTenantModels } from "@/server/services/models/list-tenant-models";
import { getRequest } from "@/server/services/requests/get-request";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { acceptRefusedPrice } from "./accept-refused-price";
import type { CostCorrection } from "./cost-corrections";
import { createRepricingHandler } from "./create-repricing-handler";
import { listPriceBook } from "./list-price-book";
import { listUnpriced } from "./list-unpriced";
import { setCurrencyRate, setProviderPrice } from "./operator-prices";
import { previewRepricing } from "./preview-repricing";
import { removePriceOverrides } from "./remove-price-overrides";
import { setPriceOverride } from "./set-price-override";
import { setUnpricedPolicy } from "./set-unpriced-policy";
import { startRepricing } from "./start-repricing";

const OLGA = { id: "11111111-1111-4111-8111-111111111111", name: "Olga" };
const NOW = new Date("2026-11-20T12:00:00Z");
const DAY_MS = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

let harness: ServiceHarness;
let acme: ServiceContext;
let configId: string;
let modelRowId: string;

beforeAll(async () => {
  harness = await createServiceHarness();
  await harness.runtime.database.asSystem.llmProvider.create({ data: { name: "openai", displayName: "OpenAI" } });
});
afterAll(() => harness.close());

beforeEach(async () => {
  const { asSystem } = harness.runtime.database;
  await asSystem.pricingInfo.deleteMany();
  await asSystem.currencyRate.deleteMany();
  acme = { ...(await harness.addTenant()), now: () => NOW };
  const { tenantId } = acme.actor;
  configId = (
    await asSystem.providerConfig.create({
      data: { tenantId, provider: "openai", name: "openai", encryptedConfig: "x", isValid: true },
    })
  ).id;
  modelRowId = await addModel("gpt-test", null);
});

async function addModel(
  modelId: string,
  pricesPerMillion: Record<string, string> | null,
  source = "catalog 2026-11-01",
) {
  const row = await harness.runtime.database.asSystem.tenantModel.create({
    data: {
      tenantId: acme.actor.tenantId,
      providerConfigId: configId,
      provider: "openai",
      modelId,
      displayName: modelId,
      type: "llm",
      isEnabled: true,
      ...(pricesPerMillion ? { pricesPerMillion, priceSource: source } : {}),
    },
  });
  return row.id;
}

const usd = (input: string, output = input) =>
  priceDocument.parse({ unitsPerMillion: { inputTokens: input, outputTokens: output } });

/** As the hot path sees the model, at an instant. */
async function snapshotPrice(at: Date, modelId = "gpt-test") {
  await harness.snapshot.refreshTenant(acme.actor.tenantId);
  const [model] = harness.snapshot.tenant(acme.actor.tenantId)?.modelsById.get(modelId) ?? [];
  return model ? priceAt(model, at.getTime()) : undefined;
}

async function entry(modelId = "gpt-test") {
  const found = (await listPriceBook(acme)).find((each) => each.modelId === modelId);
  if (!found) throw new Error(`no entry of ${modelId}`);
  return found;
}

describe("the price book", () => {
  it("asks the tenant's override, then the provider config, the catalog, and the provider-wide price last", async () => {
    expect(await snapshotPrice(NOW)).toBeNull();
    await setProviderPrice(
      { ...acme, user: OLGA },
      {
        provider: "openai",
        price: { currency: "USD", inputPerMillion: "4.5", outputPerMillion: "9" },
      },
    );
    expect(await snapshotPrice(NOW)).toMatchObject({
      units: { inputTokens: 4_500_000n, outputTokens: 9_000_000n },
      source: "provider-wide price 2026-11-20",
    });
    expect(await entry()).toMatchObject({ step: "provider", pricesPerMillion: { inputTokens: "4.5" } });

    await addModel("gpt-known", { inputTokens: "3" });
    await addModel("gpt-listed", { inputTokens: "2" }, "openai listing");
    expect(await snapshotPrice(NOW, "gpt-known")).toMatchObject({ units: { inputTokens: 3_000_000n } });
    expect([(await entry("gpt-known")).step, (await entry("gpt-listed")).step]).toEqual(["catalog", "config"]);

    await setPriceOverride(acme, { modelRowId, document: usd("1") });
    expect(await snapshotPrice(NOW)).toMatchObject({ units: { inputTokens: 1_000_000n }, source: "tenant override" });
    expect(await entry()).toMatchObject({
      step: "override",
      book: [
        { step: "override", holds: true },
        { step: "provider", holds: false },
      ],
    });
    expect(await removePriceOverrides(acme, { modelRowId })).toEqual({ removed: 1 });
    expect(await entry()).toMatchObject({ step: "provider", overrides: [{ state: "ended" }] });
  });

  it("takes the price that holds at the instant of the call, to the millisecond", async () => {
    await setPriceOverride(acme, { modelRowId, document: usd("1"), effectiveFrom: ago(10), effectiveTo: ago(5) });
    await setPriceOverride(acme, { modelRowId, document: usd("2"), effectiveFrom: ago(2) });
    await setPriceOverride(acme, { modelRowId, document: usd("3"), effectiveFrom: new Date("2027-01-01T00:00:00Z") });
    const inputAt = async (at: Date) => (await snapshotPrice(at))?.units.inputTokens;
    expect(await inputAt(new Date(ago(10).getTime() - 1))).toBeUndefined();
    expect(await inputAt(ago(10))).toBe(1_000_000n);
    expect(await inputAt(new Date(ago(5).getTime() - 1))).toBe(1_000_000n);
    expect(await inputAt(ago(5))).toBeUndefined();
    expect(await inputAt(NOW)).toBe(2_000_000n);
    expect(await inputAt(new Date("2026-12-31T23:59:59.999Z"))).toBe(2_000_000n);
    expect(await inputAt(new Date("2027-01-01T00:00:00Z"))).toBe(3_000_000n);
    expect((await entry()).overrides.map(({ state }) => state)).toEqual(["planned", "holds", "ended"]);
  });

  it("converts by the latest rate of the day and before, and says by which", async () => {
    const document = priceDocument.parse({ currency: "CNY", unitsPerMillion: { inputTokens: "2", outputTokens: "8" } });
    await expect(setPriceOverride(acme, { modelRowId, document })).rejects.toMatchObject({ code: "invalid_request" });
    const source = "central bank";
    const operator = { ...acme, user: OLGA };
    await setCurrencyRate(operator, { currency: "CNY", asOf: "2026-11-01", usdPerUnit: "0.139573657", source });
    await setCurrencyRate(operator, { currency: "CNY", asOf: "2099-01-01", usdPerUnit: "9", source });
    const audited = await acme.database.asSystem.auditLog.findMany({
      where: { tenantId: null, action: "currency_rate.set" },
      select: { actorName: true, targetName: true },
    });
    expect(audited).toEqual([
      { actorName: "Olga", targetName: "CNY" },
      { actorName: "Olga", targetName: "CNY" },
    ]);
    await setPriceOverride(acme, { modelRowId, document });
    expect(await snapshotPrice(NOW)).toMatchObject({
      units: { inputTokens: 279_147n, outputTokens: 1_116_589n },
      original: { currency: "CNY", usdPerUnit: "0.139573657", asOf: "2026-11-01", perMillion: { inputTokens: "2" } },
    });
    expect(await entry()).toMatchObject({
      currency: "CNY",
      exchange: { usdPerUnit: "0.139573657", asOf: "2026-11-01" },
      pricesPerMillion: { inputTokens: "0.279147" },
    });
    const [model] = await listTenantModels(acme, {});
    expect(model?.pricesPerMillion).toMatchObject({ inputTokens: "0.279147" });
  });

  it("refuses what is no price, and another tenant's model", async () => {
    const refused = (document: unknown) =>
      expect(setPriceOverride(acme, { modelRowId, document: priceDocument.parse(document) })).rejects.toMatchObject({
        code: "invalid_request",
      });
    await refused({ unitsPerMillion: {} });
    await refused({ unitsPerMillion: { pages: "1" } });
    await refused({ unitsPerMillion: { inputTokens: "5000000" } });
    await refused({ unitsPerMillion: { inputTokens: "1" }, tiers: [{ unitsPerMillion: { inputTokens: "1" } }] });
    const eve = await harness.addTenant();
    await expect(setPriceOverride(eve, { modelRowId, document: usd("1") })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("lets a person take over a price that a sync refused", async () => {
    const id = await addModel("gpt-raised", { inputTokens: "1" });
    await harness.runtime.database.asSystem.tenantModel.update({
      where: { id },
      data: {
        refusedPrice: {
          unit: "inputTokens",
          reason: "too_far_off",
          known: "1",
          offered: "15",
          pricesPerMillion: { inputTokens: "15" },
          source: "openai listing",
        },
      },
    });
    expect((await listUnpriced(acme)).models).toContainEqual(
      expect.objectContaining({ modelRowId: id, reason: "refused" }),
    );
    await acceptRefusedPrice(acme, { modelRowId: id });
    expect(await entry("gpt-raised")).toMatchObject({ pricesPerMillion: { inputTokens: "15" }, refused: null });
    await expect(acceptRefusedPrice(acme, { modelRowId: id })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("A14: a model without a price", () => {
  it("has a policy that reaches the gateway, and an estimated price under one of them", async () => {
    await addModel("gpt-dear", { inputTokens: "10", outputTokens: "30" });
    await addModel("gpt-cheap", { inputTokens: "1", outputTokens: "40" });
    expect(await snapshotPrice(NOW)).toBeNull();
    await setUnpricedPolicy(acme, { policy: "estimate" });
    expect(await snapshotPrice(NOW)).toMatchObject({
      units: { inputTokens: 10_000_000n, outputTokens: 40_000_000n },
      isEstimate: true,
    });
    await setUnpricedPolicy(acme, { policy: "block" });
    expect(await snapshotPrice(NOW)).toBeNull();
    expect(harness.snapshot.tenant(acme.actor.tenantId)?.unpricedPolicy).toBe("block");
  });

  it("stands in a queue with how often it was called, what it lacks, and what would mend it", async () => {
    await addModel("gpt-other", { inputTokens: "1" });
    await write([
      attemptOf({ counts: { inputTokens: 5, searches: 2 }, isPriced: false, startedAtMs: ago(1).getTime() }),
    ]);
    const queue = await listUnpriced(acme);
    expect(queue.policy).toBe("warn");
    expect(queue.models).toMatchObject([
      { modelId: "gpt-test", reason: "no_price", unpricedAttempts: 1, missingUnits: ["inputTokens", "searches"] },
    ]);
    await setPriceOverride(acme, { modelRowId, document: usd("1") });
    expect((await listUnpriced(acme)).models).toMatchObject([
      { modelId: "gpt-test", reason: "partly", missingUnits: ["searches"] },
    ]);
  });
});

function attemptOf(over: Partial<AttemptRecord> = {}): AttemptRecord {
  const startedAtMs = over.startedAtMs ?? ago(1).getTime();
  return {
    attemptId: randomUUID(),
    requestId: randomUUID(),
    tenantId: acme.actor.tenantId,
    sequence: 1,
    apiKeyId: null,
    userId: null,
    processorId: null,
    taskType: null,
    providerConfigId: configId,
    provider: "openai",
    model: "gpt-test",
    modelType: "llm",
    startedAtMs,
    price: null,
    estimate: {},
    status: "success",
    errorCode: null,
    errorMessage: null,
    upstreamStatus: 200,
    counts: { inputTokens: 1_000, outputTokens: 100 },
    isUsageEstimated: false,
    isPriced: false,
    inputCostNanoUsd: "0",
    outputCostNanoUsd: "0",
    costNanoUsd: "0",
    providerCostNanoUsd: null,
    completedAtMs: startedAtMs + 10,
    timeToFirstTokenMs: null,
    ...over,
  };
}

function requestOf(attempts: readonly AttemptRecord[]): RequestRecord {
  const [first] = attempts;
  if (!first) throw new Error("a request needs an attempt");
  const sum = (of: (attempt: AttemptRecord) => string) =>
    attempts.reduce((total, attempt) => total + BigInt(of(attempt)), 0n).toString();
  return {
    requestId: first.requestId,
    tenantId: first.tenantId,
    apiKeyId: null,
    userId: null,
    source: "api",
    modelType: "llm",
    modelRequested: first.model,
    taskType: null,
    isStream: false,
    processorId: null,
    runId: null,
    templateId: null,
    profile: null,
    requestedAtMs: first.startedAtMs,
    status: "success",
    errorCode: null,
    errorMessage: null,
    provider: first.provider,
    providerConfigId: first.providerConfigId,
    modelServed: first.model,
    attemptCount: attempts.length,
    counts: first.counts,
    isUsageEstimated: false,
    isPriced: attempts.every((attempt) => attempt.isPriced),
    inputCostNanoUsd: sum((attempt) => attempt.inputCostNanoUsd),
    outputCostNanoUsd: sum((attempt) => attempt.outputCostNanoUsd),
    costNanoUsd: sum((attempt) => attempt.costNanoUsd),
    cacheHit: false,
    savedNanoUsd: "0",
    warnings: [],
    route: {},
    completedAtMs: first.completedAtMs,
    timeToFirstTokenMs: null,
  };
}

async function write(attempts: readonly AttemptRecord[]): Promise<void> {
  const byRequest = new Map<string, AttemptRecord[]>();
  for (const attempt of attempts)
    byRequest.set(attempt.requestId, [...(byRequest.get(attempt.requestId) ?? []), attempt]);
  await createLedgerStore(acme.database).write(toBatch({ attempts, requests: [...byRequest.values()].map(requestOf) }));
}

async function ended(jobId: string): Promise<JobView> {
  await expect
    .poll(async () => (await getJob(acme, { id: jobId })).status, { timeout: 30_000, interval: 30 })
    .toSatisfy((status: string) => !["queued", "running"].includes(status));
  return getJob(acme, { id: jobId });
}

describe("re-pricing", () => {
  const period = () => ({ modelRowId, from: ago(30), to: NOW, scope: "unpriced" as const });

  it("charges what was unpriced at the price known by now; requests follow, and the receipt explains it", async () => {
    const priced = attemptOf({
      isPriced: true,
      price: { units: { inputTokens: "1000000", outputTokens: "1000000" }, source: "catalog 2026-01-01" },
      inputCostNanoUsd: "1000000",
      outputCostNanoUsd: "100000",
      costNanoUsd: "1100000",
    });
    const second = attemptOf({ requestId: priced.requestId, sequence: 2 });
    const alone = attemptOf();
    const batched = attemptOf({ serviceTier: "batch" });
    const lacking = attemptOf({ counts: { inputTokens: 1, searches: 1 } });
    const elsewhere = attemptOf({ model: "another" });
    await write([priced, second, alone, batched, lacking, elsewhere]);
    const document = priceDocument.parse({
      unitsPerMillion: { inputTokens: "3", outputTokens: "15" },
      tiers: [{ serviceTier: "batch", unitsPerMillion: { inputTokens: "1.5", outputTokens: "7.5" } }],
    });
    await setPriceOverride(acme, { modelRowId, document, effectiveFrom: ago(20) });
    expect(await previewRepricing(acme, period())).toEqual({
      attempts: 5,
      unpricedAttempts: 4,
      costNanoUsd: "1100000",
    });

    const job = await ended((await startRepricing(acme, period())).jobId);
    // 1,000 × 3 and 100 × 15 are 4,500,000 nano-dollars; half of it in the batch.
    expect(job.repricing).toEqual({
      examined: 5,
      changed: 3,
      unpriced: 1,
      requestsChanged: 3,
      beforeNanoUsd: "1100000",
      afterNanoUsd: "12350000",
    });
    const shown = await getRequest(acme, { id: alone.requestId });
    expect(shown).toMatchObject({ isPriced: true, costNanoUsd: "4500000" });
    expect(shown.attempts[0]).toMatchObject({ priceSource: "tenant override", costNanoUsd: "4500000" });
    expect(await getRequest(acme, { id: priced.requestId })).toMatchObject({ isPriced: true, costNanoUsd: "5600000" });
    const half = await getRequest(acme, { id: batched.requestId });
    expect(half.attempts[0]).toMatchObject({
      costNanoUsd: "2250000",
      pricing: { serviceTier: "batch", tier: { serviceTier: "batch", inputTokensAbove: 0 } },
    });
    expect(await getRequest(acme, { id: lacking.requestId })).toMatchObject({ isPriced: false, costNanoUsd: "0" });
    const actions = await acme.database.asSystem.auditLog.findMany({
      where: { tenantId: acme.actor.tenantId, action: { startsWith: "prices." } },
      orderBy: { createdAt: "asc" },
    });
    expect(actions.map(({ action }) => action)).toEqual(["prices.start_repricing", "prices.reprice"]);

    const again = await ended((await startRepricing(acme, period())).jobId);
    expect(again.repricing).toMatchObject({ changed: 0, beforeNanoUsd: "12350000", afterNanoUsd: "12350000" });
  });

  it("charges what was charged at another price only when asked to", async () => {
    const wrong = attemptOf({
      isPriced: true,
      price: { units: { inputTokens: "9000000", outputTokens: "9000000" }, source: "tenant override" },
      inputCostNanoUsd: "9000000",
      outputCostNanoUsd: "900000",
      costNanoUsd: "9900000",
    });
    await write([wrong]);
    await setPriceOverride(acme, { modelRowId, document: usd("1"), effectiveFrom: ago(20) });
    expect((await ended((await startRepricing(acme, period())).jobId)).repricing).toMatchObject({ changed: 0 });
    const job = await ended((await startRepricing(acme, { ...period(), scope: "all" })).jobId);
    expect(job.repricing).toMatchObject({ changed: 1, beforeNanoUsd: "9900000", afterNanoUsd: "1100000" });
  });

  it("tells whoever keeps sums of every correction in the same transaction, and undoes the batch with them", async () => {
    const attempts = Array.from({ length: 3 }, () => attemptOf());
    await write(attempts);
    await setPriceOverride(acme, { modelRowId, document: usd("1"), effectiveFrom: ago(20) });
    const told: CostCorrection[] = [];
    let isFailing = true;
    const handler = createRepricingHandler({
      database: acme.database,
      now: () => NOW,
      onCostsCorrected: [
        async (_tx, corrections) => {
          if (isFailing) throw new Error("the budget's row is locked");
          told.push(...corrections);
        },
      ],
    });
    const run = () =>
      handler({
        id: randomUUID(),
        tenantId: acme.actor.tenantId,
        targetId: modelRowId,
        targetName: "gpt-test",
        createdById: null,
        params: { from: ago(30).toISOString(), to: NOW.toISOString(), scope: "unpriced" },
        signal: new AbortController().signal,
        report: () => undefined,
        confirm: async () => undefined,
      });
    const costs = async () =>
      (await acme.database.asSystem.llmAttempt.findMany({ where: { tenantId: acme.actor.tenantId } })).map(
        ({ costNanoUsd }) => costNanoUsd,
      );
    await expect(run()).rejects.toThrow("locked");
    expect(await costs()).toEqual([0n, 0n, 0n]);
    isFailing = false;
    expect(await run()).toMatchObject({ changed: 3, afterNanoUsd: "3300000" });
    expect(told.map(({ wasPriced, beforeNanoUsd, afterNanoUsd }) => [wasPriced, beforeNanoUsd, afterNanoUsd])).toEqual(
      attempts.map(() => [false, 0n, 1_100_000n]),
    );
    expect(await costs()).toEqual([1_100_000n, 1_100_000n, 1_100_000n]);
  });

  it("moves what budgets count as spent along, in the windows the attempts were charged to and no others", async () => {
    const budgetOf = (name: string, over: object = {}) =>
      createBudget(
        acme,
        createBudgetInput.parse({
          name,
          scope: "tenant",
          scopeId: null,
          period: "month",
          rollingHours: null,
          limitUsd: "1",
          ...over,
        }),
      );
    const holding = await budgetOf("holding");
    const hold = {
      budgetId: holding.id,
      windowStartMs: holding.startsAt.getTime(),
      windowEndMs: holding.resetsAt.getTime(),
      leaseId: null,
      amountNanoUsd: "5000000",
    };
    await write([
      attemptOf({ holds: [hold] }),
      attemptOf(),
      attemptOf({ holds: [hold], isPriced: true, inputCostNanoUsd: "9000000", costNanoUsd: "9000000" }),
    ]);
    // Made after the attempts, these count them by themselves.
    const later = await budgetOf("later");
    const other = await budgetOf("other", { scope: "model", scopeId: "gpt-other" });
    const today = await budgetOf("today", { period: "day" });
    const spent = async () => {
      const { budgets } = await listBudgets(acme);
      return Object.fromEntries(budgets.map(({ name, spentNanoUsd }) => [name, spentNanoUsd]));
    };
    expect(await spent()).toEqual({ holding: "14000000", later: "9000000", other: "0", today: "0" });
    await setPriceOverride(acme, { modelRowId, document: usd("1"), effectiveFrom: ago(20) });
    await ended((await startRepricing(acme, { ...period(), scope: "all" })).jobId);
    expect(await spent()).toEqual({ holding: "3300000", later: "3300000", other: "0", today: "0" });
    for (const { id } of [holding, later, other, today])
      expect(await reconcileBudget(acme.database.asSystem, id)).toEqual([]);
  });

  it("stops between batches when it is cancelled, keeps what is done, and ends the rest when run again", async () => {
    await write(Array.from({ length: 1_200 }, () => attemptOf()));
    await setPriceOverride(acme, { modelRowId, document: usd("1"), effectiveFrom: ago(20) });
    const { jobId } = await startRepricing(acme, period());
    await cancelJob(acme, { id: jobId });
    expect(["cancelled", "succeeded"]).toContain((await ended(jobId)).status);
    const job = await ended((await startRepricing(acme, period())).jobId);
    expect(job).toMatchObject({ status: "succeeded", repricing: { examined: 1_200, afterNanoUsd: "1320000000" } });
    const sum = await acme.database.asSystem.llmRequest.aggregate({
      where: { tenantId: acme.actor.tenantId },
      _sum: { costNanoUsd: true },
    });
    expect(sum._sum.costNanoUsd).toBe(1_320_000_000n);
  });

  it("reaches no other tenant's attempts", async () => {
    const eve = { ...(await harness.addTenant()), now: () => NOW };
    await expect(startRepricing(eve, period())).rejects.toMatchObject({ code: "not_found" });
    await expect(previewRepricing(eve, period())).rejects.toMatchObject({ code: "not_found" });
  });
});
