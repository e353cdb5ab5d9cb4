import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { llmConfiguration } from "@/lib/contracts/profile";
import { windowAt } from "./budgets/window-at";
import type { BudgetEntry } from "./config/config-store";
import type { Caller } from "./execution/caller";
import { type ScriptedUpstream, startScriptedUpstream } from "./testing/scripted-upstream";
import { startTestGateway } from "./testing/start-test-gateway";

const ONE_USD = 1_000_000_000n;
const PROCESSORS = { thinker: randomUUID(), fixed: randomUUID() };

const budget = (over: Partial<BudgetEntry>): BudgetEntry => ({
  id: randomUUID(),
  name: "Team",
  scope: "api_key",
  scopeId: null,
  period: "month",
  rollingHours: null,
  limitNanoUsd: ONE_USD,
  warnAtPercent: null,
  degradeAtPercent: 80,
  blocksAtLimit: true,
  ...over,
});

const budgets = [
  budget({ name: "below", scopeId: "below" }),
  budget({ name: "past", scopeId: "past" }),
  budget({ name: "late", scopeId: "late" }),
  budget({ name: "silent", scopeId: "silent", degradeAtPercent: null }),
  budget({ name: "narrow", scopeId: "narrow" }),
  budget({ name: "all chats of a model", scope: "model", scopeId: "gpt-fine" }),
  budget({ name: "one processor", scope: "processor", scopeId: PROCESSORS.thinker }),
];
const SPENT: Record<string, bigint> = {
  below: 79n,
  past: 82n,
  late: 93n,
  silent: 95n,
  narrow: 82n,
  "all chats of a model": 85n,
  "one processor": 85n,
};

const key = (id: string, allowedModels: string[] = []) => ({
  id,
  publicId: id,
  secretHmac: "",
  tenantId: "tenant-1",
  name: id,
  role: "developer" as const,
  expiresAtMs: null,
  defaultProfile: "powerful",
  allowedModels,
});

let upstream: ScriptedUpstream;
let test: Awaited<ReturnType<typeof startTestGateway>>;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  const model = (modelId: string) => ({ modelId, maxOutputTokens: 1_000 });
  const profile = (name: string) => ({ provider: "main", model: name });
  const processor = (name: "thinker" | "fixed", configuration: object) => ({
    id: PROCESSORS[name],
    name,
    taskType: "thinking",
    templateId: null,
    configuration: { settings_override: {}, ...configuration },
  });
  test = await startTestGateway({
    providers: [
      {
        id: "main",
        values: { base_url: upstream.url },
        models: ["gpt-big", "gpt-mid", "gpt-small", "gpt-fine"].map(model),
      },
    ],
    tenant: {
      budgets,
      llmConfiguration: llmConfiguration.parse({
        default_profile: null,
        profiles: {
          powerful: profile("gpt-big"),
          balanced: profile("gpt-mid"),
          fast: profile("gpt-small"),
          research: profile("gpt-fine"),
        },
      }),
      processors: [
        processor("thinker", { llm_profile: "powerful" }),
        processor("fixed", { llm_profile: "powerful", model_override: profile("gpt-big") }),
      ],
    },
    apiKeys: [key("below"), key("past"), key("late"), key("silent"), key("narrow", ["gpt-big"]), key("free")],
  });
  for (const each of budgets) {
    const spent = ((SPENT[each.name] ?? 0n) * ONE_USD) / 100n;
    const window = windowAt(each, "UTC", Date.now());
    const leaseId = randomUUID();
    await test.budgetStore.carve({
      budgetId: each.id,
      leaseId,
      window,
      least: spent,
      wanted: spent,
      spare: 0n,
      unit: 1n,
    });
    test.budgetStore.settle(leaseId, spent);
  }
});

afterAll(async () => {
  await test.close();
  await upstream.close();
});

async function ask(apiKeyId: string, model = "auto") {
  const caller: Caller = { tenantId: "tenant-1", apiKeyId, userId: null, source: "api" };
  const request = { model, messages: [{ role: "user" as const, content: "Say something." }] };
  const requestId = randomUUID();
  const options = { requestId, signal: new AbortController().signal };
  const { receipt } = await test.gateway.chat(caller, { request }, options);
  await test.ledger.flush();
  return { served: receipt.model, step: receipt.stepDown, stored: test.store.requests.get(requestId) };
}

describe("a budget near its end", () => {
  it("lets calls run under their own profile below the percentage, and where it has none", async () => {
    expect(await ask("below")).toMatchObject({ served: "gpt-big", step: null });
    expect(await ask("silent")).toMatchObject({ served: "gpt-big", step: null });
    expect(await ask("free")).toMatchObject({ served: "gpt-big", step: null });
  });

  it("steps the very first call down past it, and says so in the receipt and the trace", async () => {
    const { served, step, stored } = await ask("past");
    const why = { budget: "past", percent: 82, from: "powerful", to: "balanced" };
    expect({ served, step }).toEqual({ served: "gpt-mid", step: why });
    expect(stored).toMatchObject({
      profile: "balanced",
      modelServed: "gpt-mid",
      route: { config: { profile: { value: "balanced", tier: "api_key", source: "past" }, stepDown: why } },
    });
  });

  it("steps a streamed call down alike, and tells it before the first word", async () => {
    const caller: Caller = { tenantId: "tenant-1", apiKeyId: "past", userId: null, source: "api" };
    const request = { model: "auto", messages: [{ role: "user" as const, content: "Say something." }], stream: true };
    const options = { requestId: randomUUID(), signal: new AbortController().signal };
    const stream = await test.gateway.chatStream(caller, { request }, options);
    expect(stream).toMatchObject({ model: "gpt-mid", stepDown: { budget: "past", to: "balanced" } });
    let step = await stream.events.next();
    while (!step.done) step = await stream.events.next();
    expect(step.value).toMatchObject({ model: "gpt-mid", stepDown: { from: "powerful" } });
  });

  it("asks the database once where it stands, not with every call", async () => {
    await ask("below");
    const before = test.budgetStore.carves.length;
    for (let call = 0; call < 5; call += 1) await ask("below");
    expect(test.budgetStore.carves.length - before).toBeLessThan(5);
  });

  it("steps down twice nearer to the limit", async () => {
    expect(await ask("late")).toMatchObject({ served: "gpt-small", step: { to: "fast", percent: 93 } });
  });

  it("steps a profile down that the request names, and leaves alone a model that it names", async () => {
    expect(await ask("past", "profile:powerful")).toMatchObject({ served: "gpt-mid" });
    expect(await ask("past", "profile:balanced")).toMatchObject({ served: "gpt-small" });
    expect(await ask("past", "gpt-big")).toMatchObject({ served: "gpt-big", step: null });
  });

  it("leaves alone profiles of other names, and the model that a processor fixes", async () => {
    expect(await ask("past", "profile:research")).toMatchObject({ served: "gpt-fine", step: null });
    expect(await ask("late", "processor:fixed")).toMatchObject({ served: "gpt-big", step: null });
  });

  it("counts the budget of the processor", async () => {
    expect(await ask("free", "processor:thinker")).toMatchObject({
      served: "gpt-mid",
      step: { budget: "one processor" },
    });
  });

  it("refuses no call whose key may not use the cheaper model", async () => {
    expect(await ask("narrow")).toMatchObject({ served: "gpt-big", step: null });
  });
});

describe("a tenant without cheaper profiles", () => {
  it("keeps the one it has", async () => {
    const own = budget({ name: "alone", scope: "tenant", limitNanoUsd: 1n, blocksAtLimit: false, degradeAtPercent: 1 });
    const alone = await startTestGateway({
      providers: [{ id: "main", values: { base_url: upstream.url }, models: [{ modelId: "gpt-big" }] }],
      tenant: {
        budgets: [own],
        llmConfiguration: llmConfiguration.parse({
          default_profile: "powerful",
          profiles: { powerful: { provider: "main", model: "gpt-big" } },
        }),
      },
    });
    try {
      const call = () =>
        alone.gateway.chat(
          { tenantId: "tenant-1", apiKeyId: null, userId: null, source: "api" },
          { request: { model: "auto", messages: [{ role: "user", content: "Say something." }] } },
          { requestId: randomUUID(), signal: new AbortController().signal },
        );
      await call();
      const { receipt } = await call();
      expect(alone.budgets.percentSpent(own, "UTC")).toBeGreaterThan(100);
      expect(receipt).toMatchObject({ model: "gpt-big", stepDown: null });
    } finally {
      await alone.close();
    }
  });
});
