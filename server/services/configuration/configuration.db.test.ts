import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Profile, profile } from "@/lib/contracts/profile";
import { routeQuestion } from "@/lib/contracts/route-question";
import { inspectEffectiveConfig } from "@/server/services/effective-config/inspect-effective-config";
import { getJob } from "@/server/services/jobs/get-job";
import { listProcessors } from "@/server/services/processors/list-processors";
import { listRuns } from "@/server/services/processors/list-runs";
import { removeProcessor } from "@/server/services/processors/remove-processor";
import { runProcessor } from "@/server/services/processors/run-processor";
import { saveProcessor } from "@/server/services/processors/save-processor";
import { listProfiles } from "@/server/services/profiles/list-profiles";
import { removeProfile } from "@/server/services/profiles/remove-profile";
import { saveProfile } from "@/server/services/profiles/save-profile";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import { createRouteTest } from "@/server/services/routing/create-route-test";
import { getRoutingPolicy } from "@/server/services/routing/get-routing-policy";
import { saveRoutingPolicy } from "@/server/services/routing/save-routing-policy";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { applyDocument, planDocument } from "./apply-configuration";
import { exportConfiguration } from "./export-configuration";
import { listConfigVersions } from "./list-config-versions";
import { rollbackConfiguration } from "./rollback-configuration";

let harness: ServiceHarness;
let acme: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
  acme = await harness.addTenant();
  const { jobId } = await createProviderConfig(acme, { provider: "sandbox", config: {}, skipVerification: false });
  await vi.waitFor(async () => expect((await getJob(acme, { id: jobId ?? "" })).status).toBe("succeeded"), 10_000);
  await acme.database.asSystem.tenantModel.updateMany({
    where: { tenantId: acme.actor.tenantId, modelId: "sandbox-chat" },
    data: { pricesPerMillion: { inputTokens: "0.15", outputTokens: "0.6" }, priceSource: "test" },
  });
  await harness.snapshot.refreshTenant(acme.actor.tenantId);
});
afterAll(() => harness.close());

const SANDBOX = { provider: "sandbox", model: "sandbox-chat" };
const body = (over: Partial<Profile> = {}) => profile.parse({ ...SANDBOX, ...over });
const save = (name: string, over: Partial<Profile> = {}, isDefault?: boolean) =>
  saveProfile(acme, { name, profile: body(over), isNew: false, ...(isDefault === undefined ? {} : { isDefault }) });
const processor = (name: string, configuration: object = {}) =>
  saveProcessor(acme, {
    name,
    description: "",
    taskType: "reading",
    configuration: { settings_override: {}, ...configuration },
    isNew: false,
  });
const names = async () => (await listProfiles(acme)).map((each) => each.name).sort();
const refused = (fields: object) =>
  expect.objectContaining({ code: "invalid_configuration", details: { fields: expect.objectContaining(fields) } });

describe("a profile", () => {
  it("is live on the gateway within a second of its being saved", async () => {
    await save("fast", { settings: { temperature: 0.2 } }, true);
    const isLive = () => acme.gateway.callableNames(acme.actor.tenantId).some(({ id }) => id === "profile:fast");
    await expect.poll(isLive, { timeout: 1_000, interval: 10 }).toBe(true);
    expect(await listProfiles(acme)).toMatchObject([
      {
        name: "fast",
        isDefault: true,
        usedBy: ["It is the organization's default profile."],
        estimate: { basis: "assumed" },
      },
    ]);
  });

  it("is refused as a whole, with every reason at once", async () => {
    const wrong = save("wrong", {
      model: "gone",
      fallbacks: [{ profile: "nobody" }, { provider: "sandbox", model: "sandbox-embed" }],
    });
    await expect(wrong).rejects.toEqual(
      refused({ "profiles.wrong.model": expect.any(String), "profiles.wrong.fallbacks.0": expect.any(String) }),
    );
    expect(await names()).toEqual(["fast"]);
  });

  it("can't fall back to itself by way of another", async () => {
    await save("slow", { fallbacks: [{ profile: "fast" }] });
    await expect(save("fast", { fallbacks: [{ profile: "slow" }] })).rejects.toEqual(
      refused({ "profiles.fast.fallbacks": expect.stringContaining("fast → slow → fast") }),
    );
  });

  it("in use is not removed, and what uses it is listed", async () => {
    await processor("reader", { llm_profile: "fast" });
    await expect(removeProfile(acme, { name: "fast" })).rejects.toMatchObject({
      code: "has_dependents",
      details: {
        dependents: [
          "It is the organization's default profile.",
          'The processor "reader" uses it.',
          'The profile "slow" falls back to it.',
        ],
      },
    });
  });

  it("of another organization is neither seen nor changed", async () => {
    const other = await harness.addTenant("Other");
    expect(await listProfiles(other)).toEqual([]);
    await expect(removeProfile(other, { name: "slow" })).rejects.toMatchObject({ code: "not_found" });
    expect(await names()).toEqual(["fast", "slow"]);
  });
});

describe("a processor", () => {
  it("shows each value with its tier, and who set it when", async () => {
    await processor("reader", { llm_profile: "fast", settings_override: { seed: 7 } });
    await harness.snapshot.refreshTenant(acme.actor.tenantId);
    const { lines, yaml } = await inspectEffectiveConfig(acme, { type: "llm", model: "processor:reader" });
    const line = (name: string) => lines.find((each) => each.name === name);
    const { name: actorName } = acme.actor;
    expect(line("profile")).toMatchObject({ value: "fast", tier: "processor", source: "reader", setBy: actorName });
    expect(line("model")).toMatchObject({ value: "sandbox/sandbox-chat", tier: "profile", source: "fast" });
    expect(line("settings.seed")).toMatchObject({ value: 7, tier: "processor", setBy: actorName });
    expect(line("settings.temperature")).toMatchObject({ value: 0.2, tier: "profile", setBy: actorName });
    expect(line("settings.temperature")?.setAt).toBeInstanceOf(Date);
    expect(yaml).toContain("settings.seed:");
  });

  it("runs as its configuration says, and keeps what it was expected to cost beside what it did", async () => {
    const events = [];
    for await (const event of runProcessor(acme, { name: "reader", input: "Say hello." })) events.push(event.type);
    expect(events.at(-1)).toBe("done");
    expect(await listRuns(acme, { name: "reader" })).toMatchObject([
      {
        status: "succeeded",
        modelServed: "sandbox-chat",
        requestId: expect.any(String),
        costNanoUsd: expect.any(String),
      },
    ]);
    await harness.ledger.flush();
    expect(
      await acme.database.asSystem.llmRequest.findFirst({ where: { tenantId: acme.actor.tenantId } }),
    ).toMatchObject({
      profile: "fast",
      taskType: "reading",
      modelRequested: "processor:reader",
      runId: expect.any(String),
      route: expect.objectContaining({ config: expect.objectContaining({ processor: expect.anything() }) }),
    });
    expect((await listProcessors(acme)).find(({ name }) => name === "reader")).toMatchObject({ requestCount7d: 1 });
  });

  it("that a key uses stays, and names the key", async () => {
    const { id } = await acme.database.asSystem.processor.findFirstOrThrow({ where: { name: "reader" } });
    const key = await acme.database.asSystem.apiKey.create({
      data: {
        tenantId: acme.actor.tenantId,
        name: "ci",
        publicId: "reader-key",
        secretHmac: "x",
        lastFour: "x",
        defaultProcessorId: id,
      },
    });
    await expect(removeProcessor(acme, { name: "reader" })).rejects.toMatchObject({
      code: "has_dependents",
      details: { dependents: ['The API key "ci" uses it.'] },
    });
    await acme.database.asSystem.apiKey.update({ where: { id: key.id }, data: { revokedAt: new Date() } });
    await removeProcessor(acme, { name: "reader" });
    expect(await listProcessors(acme)).toEqual([]);
  });
});

describe("the configuration as a whole", () => {
  it("goes back to an earlier state as a new version", async () => {
    const [latest] = await listConfigVersions(acme, { limit: 1 });
    expect(latest?.changes).toEqual([expect.objectContaining({ path: "processors.reader", after: null })]);
    await rollbackConfiguration(acme, { version: (latest?.version ?? 0) - 1 });
    expect((await listProcessors(acme)).map(({ name }) => name)).toEqual(["reader"]);
    expect((await listConfigVersions(acme, { limit: 1 }))[0]).toMatchObject({
      version: (latest?.version ?? 0) + 1,
      action: "config.rollback",
      actorName: acme.actor.name,
    });
  });

  it("comes out as YAML that, put back, changes nothing", async () => {
    const { document } = await exportConfiguration(acme);
    expect(document).toContain("default_profile: fast");
    expect(await planDocument(acme, document)).toMatchObject({ changes: [], faults: [] });
  });

  it("is planned with its differences and all faults, and applied whole or not at all", async () => {
    const document = `
profiles:
  fast: { provider: sandbox, model: sandbox-chat, settings: { temperature: 0.9 } }
  lost: { provider: sandbox, model: nowhere }
processors:
  writer: { task_type: writing, llm_profile: nobody }
`;
    const plan = await planDocument(acme, document);
    expect(plan.faults.map(({ path }) => path)).toEqual(["profiles.lost.model", "processors.writer.llm_profile"]);
    expect(plan.changes).toContainEqual({ path: "profiles.fast.settings.temperature", before: 0.2, after: 0.9 });
    const before = await exportConfiguration(acme);
    await expect(applyDocument(acme, document)).rejects.toMatchObject({ code: "invalid_configuration" });
    expect(await exportConfiguration(acme)).toEqual(before);

    await applyDocument(acme, document.replace("nowhere", "sandbox-chat").replace("nobody", "lost"));
    expect(await names()).toEqual(["fast", "lost"]);
    expect((await listProcessors(acme)).map(({ name }) => name)).toEqual(["writer"]);
  });

  it.each([
    ["a: &a [1]\nb: [*a, *a", "document"],
    ["profiles: { fast: { provider: sandbox } }", "profiles.fast.model"],
    ["secrets: 1", "document"],
  ])("is not read from a document that is none: %s", async (document, path) => {
    await expect(applyDocument(acme, document)).rejects.toEqual(refused({ [path]: expect.any(String) }));
  });

  it("is mended though a model that another part names has gone", async () => {
    const { tenantId } = acme.actor;
    const other = await acme.database.asSystem.tenantModel.create({
      data: {
        tenantId,
        providerConfigId: (await acme.database.asSystem.providerConfig.findFirstOrThrow({ where: { tenantId } })).id,
        provider: "sandbox",
        modelId: "passing",
        displayName: "Passing",
        type: "llm",
        isEnabled: true,
      },
    });
    await save("passing", { model: "passing" });
    await acme.database.asSystem.tenantModel.update({ where: { id: other.id }, data: { goneSince: new Date() } });
    await save("fast", { settings: { temperature: 0.3 } });
    expect((await listProfiles(acme)).find(({ name }) => name === "passing")?.faults).toEqual([
      expect.stringContaining("no longer listed"),
    ]);
    await expect(save("passing", { model: "passing", settings: { seed: 1 } })).rejects.toEqual(
      refused({ "profiles.passing.model": expect.any(String) }),
    );
  });
});

describe("a route test", () => {
  it("keeps a profile from sending calls elsewhere, where the organization chose that failing tests block", async () => {
    const own = await harness.addTenant("Tested");
    const { jobId } = await createProviderConfig(own, { provider: "sandbox", config: {}, skipVerification: false });
    await vi.waitFor(async () => expect((await getJob(own, { id: jobId ?? "" })).status).toBe("succeeded"), 10_000);
    const { tenantId } = own.actor;
    const other = "sandbox-other";
    const { providerConfigId } = await own.database.asSystem.tenantModel.findFirstOrThrow({ where: { tenantId } });
    await own.database.asSystem.tenantModel.create({
      data: {
        tenantId,
        providerConfigId,
        provider: "sandbox",
        modelId: other,
        displayName: other,
        type: "llm",
        isEnabled: true,
      },
    });
    const put = (model: string) => saveProfile(own, { name: "fast", profile: body({ model }), isNew: false });
    await put("sandbox-chat");
    await harness.snapshot.refreshTenant(tenantId);
    const { lastResult } = await createRouteTest(own, {
      name: "fast stays",
      question: routeQuestion.parse({ model: "profile:fast" }),
      expected: { model: "sandbox-chat", providerConfigName: null },
    });
    expect(lastResult).toMatchObject({ passed: true });
    const choose = async (failingTests: "warn" | "block") => {
      const { policy, version } = await getRoutingPolicy(own);
      await saveRoutingPolicy(own, { policy: { ...policy, failingTests }, version });
    };
    const modelOfFast = async () => (await listProfiles(own))[0]?.profile.model;

    await choose("block");
    await expect(put(other)).rejects.toMatchObject({
      code: "route_test_failed",
      message: expect.stringContaining(`"fast stays" would go to "${other}"`),
    });
    expect(await modelOfFast()).toBe("sandbox-chat");

    await choose("warn");
    await put(other);
    expect(await modelOfFast()).toBe(other);
  });
});
