import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JobView } from "@/lib/contracts/job";
import { cancelJob } from "@/server/services/jobs/cancel-job";
import { getJob } from "@/server/services/jobs/get-job";
import { clearModelSetting } from "@/server/services/model-settings/clear-model-setting";
import { listModelSettings } from "@/server/services/model-settings/list-model-settings";
import { setModelSetting } from "@/server/services/model-settings/set-model-setting";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import { removeProviderConfig } from "@/server/services/provider-configs/remove-provider-config";
import { setProviderConfigEnabled } from "@/server/services/provider-configs/set-provider-config-enabled";
import type { ServiceContext } from "@/server/services/service-context";
import {
  createServiceHarness,
  type ScriptedUpstream,
  type ServiceHarness,
  startScriptedUpstream,
} from "@/test/service-harness";
import { listTenantModels } from "./list-tenant-models";
import { loadCatalog } from "./load-catalog";
import { setModelPrice } from "./set-model-price";
import { setModelsEnabled } from "./set-models-enabled";
import { startModelSync } from "./start-model-sync";

let harness: ServiceHarness;
let acme: ServiceContext;
let upstream: ScriptedUpstream;
/** What the upstream lists; a test changes it between two syncs. */
let listed: string[];
let isHanging: boolean;

beforeAll(async () => {
  harness = await createServiceHarness();
  const { asSystem } = harness.runtime.database;
  const provider = await asSystem.llmProvider.create({ data: { name: "openai", displayName: "OpenAI" } });
  await asSystem.llmModel.create({
    data: {
      providerId: provider.id,
      modelId: "gpt-catalogued",
      displayName: "Catalogued",
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
      costInputPerMillion: "0.15",
      costOutputPerMillion: "0.6",
      unitPricesPerMillion: { cacheReadTokens: "0.075" },
      sourceDate: new Date("2026-11-01"),
    },
  });
});
afterAll(() => harness.close());

beforeEach(async () => {
  acme = await harness.addTenant();
  listed = ["gpt-catalogued", "gpt-unheard-of", "text-embedding-unheard-of", "dall-e-3"];
  isHanging = false;
  upstream = await startScriptedUpstream({ models: listed, script: () => (isHanging ? { kind: "hang" } : undefined) });
  return () => upstream.close();
});

async function ended(context: ServiceContext, jobId: string): Promise<JobView> {
  return expect
    .poll(() => getJob(context, { id: jobId }), { timeout: 10_000, interval: 20 })
    .toSatisfy((job: JobView) => !["queued", "running"].includes(job.status))
    .then(() => getJob(context, { id: jobId }));
}

async function configured(name = "openai") {
  const saved = await createProviderConfig(acme, {
    provider: "openai",
    name,
    config: { api_key: "sk-upstream-000000", base_url: upstream.url },
    skipVerification: false,
  });
  const job = await ended(acme, saved.jobId ?? "");
  return { id: saved.config?.id ?? "", job };
}

async function synced(providerConfigId: string): Promise<JobView> {
  const { jobId } = await startModelSync(acme, { providerConfigId });
  return ended(acme, jobId);
}

async function modelNamed(modelId: string) {
  const model = (await listTenantModels(acme, {})).find((each) => each.modelId === modelId);
  if (!model) throw new Error(`no model ${modelId}`);
  return model;
}

describe("the sync after a first save", () => {
  it("makes catalogued models callable at once with price and limits, and leaves the rest disabled and unpriced", async () => {
    const { job } = await configured();
    expect(job).toMatchObject({ status: "succeeded", modelSync: { listed: 3, enabled: 1, skipped: ["dall-e-3"] } });
    expect(await modelNamed("gpt-catalogued")).toMatchObject({
      isEnabled: true,
      isCallable: true,
      contextWindow: 128_000,
      pricesPerMillion: { inputTokens: "0.15", outputTokens: "0.6", cacheReadTokens: "0.075" },
      priceSource: "catalog 2026-11-01",
    });
    expect(await modelNamed("gpt-unheard-of")).toMatchObject({
      isEnabled: false,
      isCallable: false,
      pricesPerMillion: null,
    });
    expect(await modelNamed("text-embedding-unheard-of")).toMatchObject({ type: "text_embedding" });
  });

  it("reaches the gateway without a wait", async () => {
    await configured();
    expect(harness.runtime.gateway.callableModels(acme.actor.tenantId).map((model) => model.modelId)).toEqual([
      "gpt-catalogued",
    ]);
  });

  it("sets no default on its own", async () => {
    await configured();
    expect((await listModelSettings(acme)).map((setting) => setting.current)).toEqual([null, null, null, null, null]);
  });

  it("enables every sandbox model, of all five types", async () => {
    const saved = await createProviderConfig(acme, { provider: "sandbox", config: {}, skipVerification: false });
    await ended(acme, saved.jobId ?? "");
    const models = await listTenantModels(acme, { state: "enabled" });
    expect(models.map((model) => model.type)).toEqual(["llm", "text_embedding", "rerank", "tts", "speech_to_text"]);
  });
});

describe("the catalog", () => {
  it("prices a deployment as the model behind it, unless the operator prices the deployment itself", async () => {
    const { asSystem } = harness.runtime.database;
    const [openai, azure] = [
      await asSystem.llmProvider.findUniqueOrThrow({ where: { name: "openai" } }),
      await asSystem.llmProvider.create({ data: { name: "azure-openai", displayName: "Azure OpenAI" } }),
    ];
    for (const [providerId, modelId, cost] of [
      [openai.id, "gpt-4o", "2.5"],
      [openai.id, "gpt-4o-mini", "0.15"],
      [azure.id, "regional-chat", "2.75"],
    ] as const) {
      const costs = { costInputPerMillion: cost, costOutputPerMillion: cost };
      await asSystem.llmModel.create({ data: { providerId, modelId, displayName: modelId, ...costs } });
    }
    const lookup = await harness.runtime.database.inTenant(acme.actor.tenantId, loadCatalog);
    const inputOf = (modelId: string, baseModelId?: string) =>
      lookup("azure-openai", modelId, baseModelId)?.pricesPerMillion?.inputTokens;
    expect(inputOf("prod", "openai/gpt-4o-2024-11-20")).toBe("2.5");
    expect(inputOf("gpt-4o", "openai/gpt-4o-mini")).toBe("0.15");
    expect(inputOf("regional-chat", "openai/gpt-4o")).toBe("2.75");
    expect(inputOf("gpt-4o")).toBeUndefined();
  });
});

describe("a later sync", () => {
  it("adds disabled, marks gone as not callable, and tells both", async () => {
    const { id } = await configured();
    listed.splice(0, Infinity, "gpt-unheard-of", "gpt-brand-new");
    const job = await synced(id);
    expect(job.modelSync).toMatchObject({
      added: [{ modelId: "gpt-brand-new", isEnabled: false }],
      gone: [{ modelId: "gpt-catalogued" }, { modelId: "text-embedding-unheard-of" }],
    });
    expect(await modelNamed("gpt-catalogued")).toMatchObject({
      isEnabled: true,
      isCallable: false,
      goneSince: expect.any(Date),
    });
  });

  it("keeps a price set by the tenant, until it is given back", async () => {
    const { id } = await configured();
    const model = await modelNamed("gpt-catalogued");
    await setModelPrice(acme, { id: model.id, pricesPerMillion: { inputTokens: "7.25" } });
    await synced(id);
    expect(await modelNamed("gpt-catalogued")).toMatchObject({
      pricesPerMillion: { inputTokens: "7.25" },
      priceSource: "tenant override",
    });
    const back = await setModelPrice(acme, { id: model.id, pricesPerMillion: null });
    expect(back).toMatchObject({ pricesPerMillion: { inputTokens: "0.15" }, priceSource: "catalog 2026-11-01" });
  });

  it("refuses a price that the gateway could not read", async () => {
    await configured();
    const model = await modelNamed("gpt-catalogued");
    await expect(
      setModelPrice(acme, { id: model.id, pricesPerMillion: { inputTokens: "5000000" } }),
    ).rejects.toMatchObject({ code: "invalid_request" });
    expect((await modelNamed("gpt-catalogued")).pricesPerMillion).toEqual(model.pricesPerMillion);
  });

  it("that is cancelled saves nothing, and ends within a second", async () => {
    const { id } = await configured();
    const before = await listTenantModels(acme, {});
    listed.splice(0, Infinity, "gpt-brand-new");
    isHanging = true;
    const { jobId } = await startModelSync(acme, { providerConfigId: id });
    await expect.poll(async () => (await getJob(acme, { id: jobId })).status).toBe("running");
    const askedAtMs = Date.now();
    await cancelJob(acme, { id: jobId });
    expect((await ended(acme, jobId)).status).toBe("cancelled");
    expect(Date.now() - askedAtMs).toBeLessThan(1_000);
    expect(await listTenantModels(acme, {})).toEqual(before);
  });

  it("leaves in the audit log who cancelled it, and nothing when it had ended already", async () => {
    const { id } = await configured();
    isHanging = true;
    const { jobId } = await startModelSync(acme, { providerConfigId: id });
    await cancelJob(acme, { id: jobId });
    await ended(acme, jobId);
    await cancelJob(acme, { id: jobId });
    const entries = await acme.database.asSystem.auditLog.findMany({
      where: { action: "job.cancel", targetId: jobId },
    });
    expect(entries).toMatchObject([{ actorId: acme.actor.id, tenantId: acme.actor.tenantId }]);
  });

  it("runs once, however often it is asked for", async () => {
    const { id } = await configured();
    isHanging = true;
    const jobs = await Promise.all([1, 2, 3].map(() => startModelSync(acme, { providerConfigId: id })));
    expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(1);
    await cancelJob(acme, { id: jobs[0]?.jobId ?? "" });
  });

  it("that the provider refuses fails with the reason, and keeps the models", async () => {
    const { id } = await configured();
    await upstream.close();
    const job = await synced(id);
    expect(job).toMatchObject({ status: "failed", errorCode: "provider_unavailable" });
    expect(await listTenantModels(acme, { state: "enabled" })).toHaveLength(1);
  });
});

describe("the jobs, models and defaults of another tenant", () => {
  it("are not found", async () => {
    const { id, job } = await configured();
    const model = await modelNamed("gpt-catalogued");
    const eve = await harness.addTenant("Eve");
    await expect(getJob(eve, { id: job.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(cancelJob(eve, { id: job.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(startModelSync(eve, { providerConfigId: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(setModelsEnabled(eve, { ids: [model.id], isEnabled: false })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(setModelPrice(eve, { id: model.id, pricesPerMillion: null })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      setModelSetting(eve, { modelType: "llm", provider: "openai", model: "gpt-catalogued", providerConfigId: id }),
    ).rejects.toMatchObject({
      code: "model_not_found",
    });
    expect(await listTenantModels(eve, {})).toEqual([]);
  });
});

describe("a default model", () => {
  const llm = { modelType: "llm", provider: "openai", model: "gpt-catalogued" } as const;

  it("is set, offered among the options, moved and cleared, with a row in the audit each time", async () => {
    await configured();
    const set = await setModelSetting(acme, llm);
    expect(set).toMatchObject({
      modelType: "llm",
      current: { model: "gpt-catalogued", isCallable: true },
      options: [{ model: "gpt-catalogued" }],
    });
    expect((await modelNamed("gpt-catalogued")).isDefault).toBe(true);
    expect((await clearModelSetting(acme, { modelType: "llm" })).current).toBeNull();
    const audit = await acme.database.asSystem.auditLog.findMany({
      where: { tenantId: acme.actor.tenantId, action: { startsWith: "model_setting" } },
    });
    expect(audit.map((row) => row.action).sort()).toEqual(["model_setting.clear", "model_setting.set"]);
  });

  it("can't be a model that is disabled, unknown, of another type, or of a disabled provider", async () => {
    const { id } = await configured();
    await expect(setModelSetting(acme, { ...llm, model: "gpt-unheard-of" })).rejects.toMatchObject({
      code: "model_disabled",
    });
    await expect(setModelSetting(acme, { ...llm, model: "nothing" })).rejects.toMatchObject({
      code: "model_not_found",
    });
    await expect(setModelSetting(acme, { ...llm, modelType: "tts" })).rejects.toMatchObject({
      code: "model_type_mismatch",
    });
    await setProviderConfigEnabled(acme, { id, isEnabled: false });
    await expect(setModelSetting(acme, llm)).rejects.toMatchObject({ code: "provider_config_disabled" });
  });

  it("shows as not callable once its model is disabled, and goes with its provider config", async () => {
    const { id } = await configured();
    await setModelSetting(acme, llm);
    await setModelsEnabled(acme, { ids: [(await modelNamed("gpt-catalogued")).id], isEnabled: false });
    const [setting] = await listModelSettings(acme);
    expect(setting?.current?.isCallable).toBe(false);
    await removeProviderConfig(acme, { id, confirm: true });
    expect((await listModelSettings(acme))[0]?.current).toBeNull();
  });
});

describe("the list of models", () => {
  it("narrows by type, state, provider config and search", async () => {
    const { id } = await configured();
    const ids = async (input: Parameters<typeof listTenantModels>[1]) =>
      (await listTenantModels(acme, input)).map((model) => model.modelId);
    expect(await ids({ type: "text_embedding" })).toEqual(["text-embedding-unheard-of"]);
    expect(await ids({ state: "unpriced" })).toEqual(["gpt-unheard-of", "text-embedding-unheard-of"]);
    expect(await ids({ search: "CATALOG" })).toEqual(["gpt-catalogued"]);
    expect(await ids({ providerConfigId: id, state: "enabled" })).toEqual(["gpt-catalogued"]);
  });
});
