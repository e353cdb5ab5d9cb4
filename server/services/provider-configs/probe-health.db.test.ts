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
import { createProviderConfig } from "./create-provider-config";
import { getProviderConfig } from "./get-provider-config";
import { type HealthKeeper, keepHealth } from "./keep-health";
import { listProviderHealth } from "./list-provider-health";
import { type HealthProbes, probeHealth } from "./probe-health";
import { setProviderConfigEnabled } from "./set-provider-config-enabled";

let harness: ServiceHarness;
let upstream: ScriptedUpstream;
let context: ServiceContext;
let keeper: HealthKeeper;
let replicas: HealthProbes[];
let id: string;
let isKeyRefused = false;
const clock = { at: new Date() };
const later = (minutes: number) => {
  clock.at = new Date(clock.at.getTime() + minutes * 60_000);
};

beforeAll(async () => {
  harness = await createServiceHarness();
  upstream = await startScriptedUpstream({ script: () => (isKeyRefused ? { status: 401 } : undefined) });
  context = await harness.addTenant();
  const { database, gateway, egress, vault } = harness.runtime;
  const shared = { database, health: gateway.health, now: () => clock.at, log: () => undefined };
  keeper = keepHealth(shared);
  replicas = [1, 2, 3].map(() => probeHealth({ ...shared, egress, vault, random: () => 0 }));
  const input = createProviderConfigInput.parse({
    provider: "openai-compatible",
    config: { base_url: upstream.url, api_key: "sk-test-1234567890" },
  });
  id = (await createProviderConfig(context, input)).config?.id ?? "";
});

afterAll(async () => {
  await Promise.all(replicas.map((each) => each.close()));
  await keeper.close();
  await harness.close();
  await upstream.close();
});

const askAll = async () => (await Promise.all(replicas.map((each) => each.run()))).reduce((sum, each) => sum + each);
const pathsSince = (from: number) => upstream.log.slice(from).map(({ path }) => path);

async function call(): Promise<void> {
  const caller = { tenantId: context.actor.tenantId, apiKeyId: null, userId: null, source: "api" as const };
  const request = { model: "gpt-test", messages: [{ role: "user" as const, content: "Hi." }] };
  const options = { requestId: randomUUID(), signal: new AbortController().signal };
  await harness.runtime.gateway.chat(caller, { request }, options).catch(() => undefined);
  await keeper.flush();
}

describe("provider configs that do badly", () => {
  it("are not asked for ten minutes after a call has told of them, nor ever while all is well", async () => {
    const { gateway } = harness.runtime;
    await expect
      .poll(() => gateway.callableModels(context.actor.tenantId, "llm").length, { timeout: 15_000 })
      .toBeGreaterThan(0);
    await call();
    later(60);
    expect(await askAll()).toBe(0);
    isKeyRefused = true;
    await call();
    expect(await getProviderConfig(context, { id })).toMatchObject({ isValid: false, healthStatus: "unhealthy" });
    later(9);
    expect(await askAll()).toBe(0);
  });

  it("are then asked by one replica alone, for what is free, and stay as they are while the answer is no", async () => {
    later(2);
    const from = upstream.log.length;
    expect(await askAll()).toBe(1);
    expect(pathsSince(from)).toEqual(expect.arrayContaining(["/models"]));
    expect(pathsSince(from).filter((path) => !path.endsWith("/models") && path !== "/" && path !== "/v1")).toEqual([]);
    expect(await getProviderConfig(context, { id })).toMatchObject({ isValid: false, healthStatus: "unhealthy" });
    expect(await askAll()).toBe(0);
  });

  it("are left alone while they are disabled", async () => {
    isKeyRefused = false;
    later(11);
    await setProviderConfigEnabled(context, { id, isEnabled: false });
    expect(await askAll()).toBe(0);
    await setProviderConfigEnabled(context, { id, isEnabled: true });
  });

  it("get their health and validity back with an answer, and calls go to them again; an audit row says so", async () => {
    expect((await listProviderHealth(context))[0]?.circuits).toMatchObject([{ kind: "auth" }]);
    expect(await askAll()).toBe(1);
    expect(await getProviderConfig(context, { id })).toMatchObject({
      isValid: true,
      healthStatus: "healthy",
      consecutiveFailures: 0,
    });
    expect((await listProviderHealth(context))[0]?.circuits).toEqual([]);
    const audits = await harness.runtime.database.asSystem.auditLog.findMany({
      where: { action: "provider_config.recover" },
    });
    expect(audits).toMatchObject([{ targetId: id, actorKind: "system" }]);
    await harness.snapshot.refreshTenant(context.actor.tenantId);
    const from = upstream.log.length;
    await call();
    expect(pathsSince(from)).toEqual(["/chat/completions"]);
  });
});
