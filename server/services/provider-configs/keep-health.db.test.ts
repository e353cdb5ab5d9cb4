import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProviderConfigInput } from "@/lib/contracts/provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import {
  createServiceHarness,
  type ScriptedUpstream,
  type ServiceHarness,
  startScriptedUpstream,
} from "@/test/service-harness";
import { closeProviderCircuits } from "./close-provider-circuits";
import { createProviderConfig } from "./create-provider-config";
import { getProviderConfig } from "./get-provider-config";
import { type HealthKeeper, keepHealth } from "./keep-health";
import { addHealthSample, pruneHealthSamples } from "./keep-health-samples";
import { listProviderHealth } from "./list-provider-health";
import { reverifyProviderConfig } from "./reverify-provider-config";

let harness: ServiceHarness;
let upstream: ScriptedUpstream;
let context: ServiceContext;
let keeper: HealthKeeper;
let id: string;
let status: number | undefined;

beforeAll(async () => {
  harness = await createServiceHarness();
  upstream = await startScriptedUpstream({
    script: ({ path }) => (path.endsWith("/chat/completions") && status !== undefined ? { status } : undefined),
  });
  context = await harness.addTenant();
  const { database, gateway, now } = harness.runtime;
  keeper = keepHealth({ database, health: gateway.health, now, log: () => undefined });
  const input = createProviderConfigInput.parse({
    provider: "openai-compatible",
    config: { base_url: upstream.url, api_key: "sk-test-1234567890" },
  });
  const saved = await createProviderConfig(context, input);
  id = saved.config?.id ?? "";
});

afterAll(async () => {
  await keeper.close();
  await harness.close();
  await upstream.close();
});

async function call(): Promise<void> {
  const { tenantId } = context.actor;
  const caller = { tenantId, apiKeyId: null, userId: null, source: "api" as const };
  const request = { model: "gpt-test", messages: [{ role: "user" as const, content: "Hi." }] };
  const options = { requestId: randomUUID(), signal: new AbortController().signal };
  await harness.runtime.gateway.chat(caller, { request }, options).catch(() => undefined);
  await keeper.flush();
}

describe("what calls tell about a provider config", () => {
  it("stands with it soon after: healthy while it answers, degraded or worse once it fails", async () => {
    const { gateway } = harness.runtime;
    await expect
      .poll(() => gateway.callableModels(context.actor.tenantId, "llm").length, { timeout: 15_000 })
      .toBeGreaterThan(0);
    await call();
    expect(await getProviderConfig(context, { id })).toMatchObject({ healthStatus: "healthy", consecutiveFailures: 0 });
    status = 503;
    await call();
    const failing = await getProviderConfig(context, { id });
    expect(failing.consecutiveFailures).toBeGreaterThan(0);
    expect(failing.healthStatus).not.toBe("healthy");
    expect(failing.isValid).toBe(true);
  });

  it("marks it invalid when the provider refuses its key, with the reason, and an audit row", async () => {
    status = 401;
    await call();
    expect(await getProviderConfig(context, { id })).toMatchObject({
      isValid: false,
      status: "invalid",
      healthStatus: "unhealthy",
      statusReason: expect.stringContaining("refused the stored key"),
    });
    const audits = await harness.runtime.database.asSystem.auditLog.findMany({
      where: { action: "provider_config.invalidate" },
    });
    expect(audits).toMatchObject([{ targetId: id, actorKind: "system" }]);
  });

  it("adds up by quarter of an hour over all replicas, of each tenant for itself, and is dropped after eight days", async () => {
    const { database, now } = harness.runtime;
    const [health] = await listProviderHealth(context);
    expect(health?.samples).toMatchObject([{ answered: 1, failed: expect.any(Number), opened: 1 }]);
    expect(health?.samples[0]?.failed).toBeGreaterThan(1);
    expect(health?.samples[0]?.medianLatencyMs).toBeGreaterThan(0);
    const report = {
      ...{ tenantId: context.actor.tenantId, configId: id, answered: 4, failed: 2, opened: 1 },
      latencyCounts: [0, 4],
    };
    const long = new Date(now().getTime() - 9 * 86_400_000);
    await addHealthSample(database.asSystem, report, long);
    await addHealthSample(database.asSystem, report, long);
    await addHealthSample(database.asSystem, { ...report, tenantId: randomUUID() }, long);
    const where = { startsAt: { lt: long } };
    expect(await database.asSystem.providerHealthSample.findMany({ where })).toMatchObject([
      { answered: 8, failed: 4, opened: 2, latencyCounts: [0, 8] },
    ]);
    expect((await listProviderHealth(context))[0]?.samples).toHaveLength(1);
    expect(await pruneHealthSamples(database, now())).toBe(1);
    expect(await database.asSystem.providerHealthSample.count()).toBe(1);
  });

  it("is shown with its reason to its tenant alone, and put aside by who says so, with an audit row", async () => {
    const stranger = await harness.addTenant("Elsewhere");
    const [health] = await listProviderHealth(context);
    expect(health?.circuits).toMatchObject([
      { kind: "auth", state: "open", model: null, isShared: false, reason: expect.stringContaining("key") },
    ]);
    expect(await listProviderHealth(stranger)).toEqual([]);
    await expect(closeProviderCircuits(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listProviderHealth(context))[0]?.circuits).toHaveLength(1);
    expect(await closeProviderCircuits(context, { id })).toEqual({ closed: 1 });
    expect((await listProviderHealth(context))[0]?.circuits).toEqual([]);
    expect(await closeProviderCircuits(context, { id })).toEqual({ closed: 0 });
    const audits = await harness.runtime.database.asSystem.auditLog.findMany({
      where: { action: "provider_config.close_circuits" },
    });
    expect(audits).toMatchObject([
      { targetId: id, actorId: context.actor.id, changes: { circuits: [{ kind: "auth" }] } },
    ]);
  });

  it("is forgotten as soon as somebody tests it with success: the next call goes out", async () => {
    status = undefined;
    await reverifyProviderConfig(context, { id });
    await harness.snapshot.refreshTenant(context.actor.tenantId);
    const before = upstream.log.length;
    await call();
    expect(upstream.log.length).toBe(before + 1);
    expect(await getProviderConfig(context, { id })).toMatchObject({ isValid: true, healthStatus: "healthy" });
  });
});
