import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createBudgetInput } from "@/lib/contracts/budget";
import { listAlerts } from "@/server/services/alerts/list-alerts";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { createBudget } from "./create-budget";
import { deleteBudget } from "./delete-budget";
import { tellBudgetStages } from "./tell-budget-stages";

let harness: ServiceHarness;
let acme: ServiceContext;
const clock = { at: new Date() };

beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  clock.at = new Date("2026-05-04T10:00:00Z");
  acme = { ...(await harness.addTenant()), now: () => clock.at };
});

const budgetOf = (over: Record<string, unknown> = {}) =>
  createBudget(
    acme,
    createBudgetInput.parse({
      name: "Team",
      scope: "tenant",
      scopeId: null,
      period: "day",
      rollingHours: null,
      limitUsd: "1",
      warnAtPercent: 80,
      degradeAtPercent: 90,
      ...over,
    }),
  );

const spend = (budgetId: string, percent: number) =>
  acme.database.asSystem.budgetWindow.updateMany({
    where: { budgetId },
    data: { spentNanoUsd: BigInt(percent) * 10_000_000n },
  });

const look = () => tellBudgetStages(acme);

async function alerts() {
  const { alerts: listed } = await listAlerts(acme, { state: "all", limit: 50 });
  return listed.map(({ title, state }) => `${state}: ${title}`).toSorted();
}

describe("a budget that is spent step by step", () => {
  it("tells once when it warns, when it steps down and when it blocks, whoever looks", async () => {
    const { id } = await budgetOf();
    await spend(id, 79);
    await look();
    expect(await alerts()).toEqual([]);
    await spend(id, 82);
    await Promise.all([look(), look(), look()]);
    expect(await alerts()).toEqual(['open: Budget "Team" passed 80 %']);
    await spend(id, 100);
    await look();
    await look();
    expect(await alerts()).toEqual([
      'open: Budget "Team" is used up and blocks calls',
      'open: Budget "Team" passed 80 %',
      'open: Budget "Team" steps calls down to cheaper profiles',
    ]);
  });

  it("tells anew in the next window, once the one before is resolved", async () => {
    const { id } = await budgetOf({ degradeAtPercent: null });
    await spend(id, 85);
    await look();
    clock.at = new Date("2026-05-05T10:00:00Z");
    await look();
    expect(await alerts()).toEqual(['resolved: Budget "Team" passed 80 %']);
    await acme.database.asSystem
      .$executeRaw`SELECT sluice_open_budget_window(${id}::uuid, ${new Date("2026-05-05T00:00:00Z")}, ${new Date("2026-05-06T00:00:00Z")})`;
    await spend(id, 95);
    await look();
    expect(await alerts()).toEqual(['open: Budget "Team" passed 80 %', 'resolved: Budget "Team" passed 80 %']);
  });

  it("tells that it blocks when calls are refused for the little that is left", async () => {
    const { id } = await budgetOf({ warnAtPercent: null, degradeAtPercent: null });
    await spend(id, 97);
    await look();
    expect(await alerts()).toEqual([]);
    await acme.database.asSystem.llmRequest.create({
      data: {
        id: randomUUID(),
        tenantId: acme.actor.tenantId,
        source: "api",
        modelType: "llm",
        modelRequested: "auto",
        isStream: false,
        status: "error",
        errorCode: "budget_exceeded",
        errorMessage: 'The budget "Team" has too little left: 0.97 USD of 1 USD are spent.',
        attemptCount: 0,
        promptTokens: 0,
        completionTokens: 0,
        totalTokens: 0,
        usage: {},
        isUsageEstimated: false,
        isPriced: true,
        inputCostNanoUsd: 0n,
        outputCostNanoUsd: 0n,
        costNanoUsd: 0n,
        latencyMs: 1,
        requestedAt: new Date(clock.at.getTime() - 30_000),
      },
    });
    await look();
    expect(await alerts()).toEqual(['open: Budget "Team" is used up and blocks calls']);
  });

  it("takes its alerts along when it is deleted, and tells no other organization", async () => {
    const { id } = await budgetOf();
    const eve = { ...(await harness.addTenant()), now: () => clock.at };
    await spend(id, 82);
    await look();
    expect((await listAlerts(eve, { state: "all", limit: 50 })).alerts).toEqual([]);
    await deleteBudget(acme, { id });
    await look();
    expect(await alerts()).toEqual(['resolved: Budget "Team" passed 80 %']);
  });
});
