import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type StartDrillInput, startDrillInput } from "@/lib/contracts/drill";
import { profile } from "@/lib/contracts/profile";
import { measureWindows } from "@/server/services/alerts/measure-windows";
import { createApiKey } from "@/server/services/api-keys/create-api-key";
import { revokeApiKey } from "@/server/services/api-keys/revoke-api-key";
import { saveProfile } from "@/server/services/profiles/save-profile";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import { getRequest } from "@/server/services/requests/get-request";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness, startScriptedUpstream } from "@/test/service-harness";
import { getRunningDrill } from "./get-running-drill";
import { listDrillTargets } from "./list-drill-targets";
import { listDrills } from "./list-drills";
import { reportDrill } from "./report-drill";
import { startDrill } from "./start-drill";
import { stopDrill } from "./stop-drill";

let harness: ServiceHarness;
let upstream: Awaited<ReturnType<typeof startScriptedUpstream>>;
let acme: Organization;
let globex: Omit<Organization, "otherKeyId">;

interface Organization {
  context: ServiceContext;
  keyId: string;
  otherKeyId: string;
  configId: string;
}

beforeAll(async () => {
  harness = await createServiceHarness();
  upstream = await startScriptedUpstream({ models: ["gpt-test"] });
  acme = await connected();
  globex = await elsewhere();
}, 60_000);
afterAll(async () => {
  await harness.close();
  await upstream.close();
});

/** With two configs that can be called, a profile over both, and two keys. */
async function connected(): Promise<Organization> {
  const context = await harness.addTenant("Acme");
  const configs: string[] = [];
  for (const each of ["first", "second"]) {
    const { config } = await createProviderConfig(context, {
      provider: "openai-compatible",
      name: each,
      config: { base_url: upstream.url, api_key: "sk-test" },
      skipVerification: false,
    });
    configs.push(config?.id ?? "");
  }
  const bothCallable = async () => {
    await harness.snapshot.refreshTenant(context.actor.tenantId);
    expect(context.gateway.callableModels(context.actor.tenantId, "llm")).toHaveLength(2);
  };
  await vi.waitFor(bothCallable, { timeout: 15_000 });
  await saveMain(context);
  return {
    context,
    keyId: await keyOf(context, "drill"),
    otherKeyId: await keyOf(context, "live"),
    configId: configs[0] ?? "",
  };
}

/** With one config that nothing is sent to. */
async function elsewhere(): Promise<Omit<Organization, "otherKeyId">> {
  const context = await harness.addTenant("Globex");
  const { tenantId } = context.actor;
  const stored = { tenantId, provider: "openai-compatible", name: "first", encryptedConfig: "x", isValid: true };
  const config = await context.database.inTenant(tenantId, (tx) => tx.providerConfig.create({ data: stored }));
  await context.database.inTenant(tenantId, (tx) =>
    tx.tenant.update({
      where: { id: tenantId },
      data: { llmConfiguration: { profiles: { main: { provider: "first", model: "gpt-test" } } } },
    }),
  );
  return { context, keyId: await keyOf(context, "drill"), configId: config.id };
}

async function keyOf(context: ServiceContext, name: string): Promise<string> {
  return (await createApiKey(context, { name, role: "developer", expiresInDays: null })).apiKey.id;
}

function saveMain(context: ServiceContext) {
  return saveProfile(context, {
    name: "main",
    profile: profile.parse({
      provider: "first",
      model: "gpt-test",
      fallbacks: [{ provider: "second", model: "gpt-test" }],
    }),
    isNew: true,
  });
}

const input = (fields: Partial<StartDrillInput> = {}): StartDrillInput =>
  startDrillInput.parse({ apiKeyId: acme.keyId, profile: "main", fault: "unavailable", ...fields });

/** Runs it, and stops it whatever comes. */
async function during(fields: Partial<StartDrillInput>, act: (id: string) => Promise<void>): Promise<void> {
  const { id } = await startDrill(acme.context, input(fields));
  try {
    await act(id);
  } finally {
    await stopDrill(acme.context, { id });
  }
}

async function call(apiKeyId: string): Promise<string> {
  const { gateway, actor } = acme.context;
  const { receipt } = await gateway.chat(
    { tenantId: actor.tenantId, apiKeyId, userId: null, source: "api" },
    { request: { model: "profile:main", messages: [{ role: "user", content: "hi" }] } },
    { requestId: randomUUID(), signal: new AbortController().signal },
  );
  return receipt.providerConfigName;
}

describe("a fallback drill", () => {
  it("reaches calls through the snapshot, reports who rescued them and how late, and leaves the other key alone", async () => {
    await during({}, async (id) => {
      await expect.poll(() => call(acme.keyId)).toBe("second");
      await call(acme.keyId);
      expect(await call(acme.otherKeyId)).toBe("first");
      await harness.ledger.flush();
      const { counts, requests, rescuers, p50AddedMs, drill } = await reportDrill(acme.context, { id });
      expect(drill).toMatchObject({ isRunning: true, apiKeyName: "drill", profile: "main", startedBy: "Ada" });
      // The first call may have come before the snapshot knew of the drill.
      expect(counts).toMatchObject({ lost: 0, left: 0 });
      expect(counts.rescued).toBeGreaterThanOrEqual(2);
      expect(requests).toHaveLength(counts.rescued + counts.untouched);
      expect(rescuers).toEqual([{ providerConfigName: "second", model: "gpt-test", requestCount: counts.rescued }]);
      expect(p50AddedMs).toBeGreaterThanOrEqual(0);
      const [newest] = requests;
      expect(newest).toMatchObject({ outcome: "rescued", providerConfigName: "second", attemptCount: 2 });
      const { attempts } = await getRequest(acme.context, { id: newest?.id ?? "" });
      expect(attempts).toMatchObject([
        { isDrill: true, costNanoUsd: "0", usage: {}, errorMessage: expect.stringMatching(/^Fallback drill: /) },
        { isDrill: false, status: "success" },
      ]);
    });
    await expect.poll(() => call(acme.keyId)).toBe("first");
  });

  it("tells what the client lost where nobody could take over", async () => {
    await during({ fault: "key_refused" }, async () => undefined);
    const { id } = await startDrill(acme.context, input({ profile: null, providerConfigId: acme.configId }));
    await harness.snapshot.refreshTenant(acme.context.actor.tenantId);
    const { gateway, actor } = acme.context;
    const calling = gateway.chat(
      { tenantId: actor.tenantId, apiKeyId: acme.keyId, userId: null, source: "api" },
      { request: { model: "first/gpt-test", messages: [{ role: "user", content: "hi" }] } },
      { requestId: randomUUID(), signal: new AbortController().signal },
    );
    await expect(calling).rejects.toMatchObject({ code: "provider_unavailable" });
    await harness.ledger.flush();
    await stopDrill(acme.context, { id });
    expect(await reportDrill(acme.context, { id })).toMatchObject({
      counts: { rescued: 0, lost: 1, left: 0, untouched: 0 },
      p50AddedMs: null,
      rescuers: [],
      requests: [{ outcome: "lost", errorCode: "provider_unavailable", addedMs: null }],
    });
    // An alert on the provider config sees the calls of the other key alone.
    await call(acme.otherKeyId);
    await harness.ledger.flush();
    const errorRate = { metric: "error_rate", scopeKind: "provider_config", scopeValue: acme.configId } as const;
    const [observed] = await acme.context.database.inTenant(actor.tenantId, (tx) =>
      measureWindows(tx, actor.tenantId, { ...errorRate, windowMinutes: 60 }, [new Date(Date.now() + 1_000)]),
    );
    expect(observed?.value).toBe(0n);
  });

  it("is refused while another runs, also of two that start at once", async () => {
    const both = await Promise.allSettled([startDrill(acme.context, input()), startDrill(acme.context, input())]);
    const started = both.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    const refused = both.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(started).toHaveLength(1);
    expect(refused).toMatchObject([{ code: "conflict" }]);
    await expect(startDrill(acme.context, input())).rejects.toMatchObject({ code: "conflict" });
    // Another organization's is no hindrance.
    const theirs = await startDrill(globex.context, input({ apiKeyId: globex.keyId }));
    await stopDrill(globex.context, { id: theirs.id });
    for (const { id } of started) await stopDrill(acme.context, { id });
  });

  it("is over by its time alone, and then another may start", async () => {
    const startedAt = new Date();
    const later = (minutes: number) => ({
      ...acme.context,
      now: () => new Date(startedAt.getTime() + minutes * 60_000),
    });
    const { id } = await startDrill(later(0), input({ minutes: 3 }));
    expect((await listDrills(later(2.9))).drills[0]).toMatchObject({ id, isRunning: true, isStopped: false });
    expect((await listDrills(later(3))).drills[0]).toMatchObject({ id, isRunning: false, isStopped: false });
    const next = await startDrill(later(3), input({ minutes: 1 }));
    await stopDrill(later(3.5), { id: next.id });
    expect((await stopDrill(later(5), { id })).isStopped).toBe(false);
    // Nothing of it lies in the time to come.
    await harness.runtime.database.asSystem.fallbackDrill.deleteMany({ where: { id: { in: [id, next.id] } } });
  });

  it("takes no key, provider config or profile that is not the organization's, nor one that is revoked or unknown", async () => {
    const refusals: Partial<StartDrillInput>[] = [
      { apiKeyId: globex.keyId },
      { apiKeyId: randomUUID() },
      { profile: null, providerConfigId: globex.configId },
      { profile: null, providerConfigId: acme.configId, model: "no-such-model" },
      { profile: "no-such-profile" },
      { profile: "constructor" },
    ];
    for (const fields of refusals)
      await expect(startDrill(acme.context, input(fields))).rejects.toMatchObject({ code: "not_found" });
    const { apiKey } = await createApiKey(acme.context, { name: "gone", role: "viewer", expiresInDays: null });
    await revokeApiKey(acme.context, { id: apiKey.id });
    await expect(startDrill(acme.context, input({ apiKeyId: apiKey.id }))).rejects.toMatchObject({ code: "not_found" });
  });

  it("of another organization is neither seen, reported nor stopped", async () => {
    await during({}, async (id) => {
      await expect(reportDrill(globex.context, { id })).rejects.toMatchObject({ code: "not_found" });
      await expect(stopDrill(globex.context, { id })).rejects.toMatchObject({ code: "not_found" });
      expect((await listDrills(globex.context)).drills.map((drill) => drill.id)).not.toContain(id);
      expect((await listDrills(acme.context)).drills[0]).toMatchObject({ id, isRunning: true });
      expect([await getRunningDrill(acme.context), await getRunningDrill(globex.context)]).toMatchObject([
        { id },
        null,
      ]);
    });
    expect(await getRunningDrill(acme.context)).toBeNull();
  });

  it("writes its start and its stop into the audit log, once each", async () => {
    let drillId = "";
    await during({ fault: "silent", minutes: 5 }, async (id) => {
      drillId = id;
    });
    await stopDrill(acme.context, { id: drillId });
    const audits = await harness.runtime.database.asSystem.auditLog.findMany({
      where: { targetId: drillId },
      orderBy: { createdAt: "asc" },
    });
    expect(audits).toMatchObject([
      {
        action: "fallback_drill.start",
        actorName: "Ada",
        targetName: "profile:main",
        changes: { apiKey: "drill", fault: "silent", minutes: 5 },
      },
      { action: "fallback_drill.stop", targetName: "profile:main" },
    ]);
  });

  it("offers what it may be about", async () => {
    const { apiKeys, profiles, providerConfigs } = await listDrillTargets(acme.context);
    expect(apiKeys.map(({ name }) => name)).toEqual(["drill", "live"]);
    expect(profiles).toEqual([{ name: "main", provider: "first", model: "gpt-test", fallbackCount: 1 }]);
    expect(providerConfigs.map(({ name, models }) => [name, models])).toEqual([
      ["first", ["gpt-test"]],
      ["second", ["gpt-test"]],
    ]);
  });

  it.each([
    { minutes: 61 },
    { minutes: 0 },
    { profile: "main", providerConfigId: randomUUID() },
    { profile: null },
    { model: "m" },
  ])("is not understood as %j", (fields) => {
    const given = { apiKeyId: randomUUID(), profile: "main", fault: "silent", ...fields };
    expect(startDrillInput.safeParse(given).success).toBe(false);
  });
});
