import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveProcessorInput } from "@/lib/contracts/processor";
import type { LimitReport, RateLimits } from "@/lib/contracts/rate-limit";
import { createApiKey } from "@/server/services/api-keys/create-api-key";
import { saveProcessor } from "@/server/services/processors/save-processor";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness, startScriptedUpstream } from "@/test/service-harness";
import { limitHistory } from "./limit-history";
import { listLimits } from "./list-limits";
import { saveLimit } from "./save-limit";
import { saveQueueTime } from "./save-queue-time";

const NONE: RateLimits = {
  requestsPerMinute: null,
  requestsPerHour: null,
  tokensPerMinute: null,
  tokensPerHour: null,
  maxParallelRequests: null,
};

let harness: ServiceHarness;
let upstream: Awaited<ReturnType<typeof startScriptedUpstream>>;

beforeAll(async () => {
  harness = await createServiceHarness();
  upstream = await startScriptedUpstream();
});
afterAll(async () => {
  await harness.close();
  await upstream.close();
});

/** An organization with a provider whose models can be called, and a key. */
async function connected() {
  const context = await harness.addTenant();
  const { config } = await createProviderConfig(context, {
    provider: "openai-compatible",
    config: { base_url: upstream.url, api_key: "sk-test" },
    skipVerification: false,
  });
  const { apiKey } = await createApiKey(context, { name: "nightly", role: "developer", expiresInDays: null });
  await expect.poll(async () => (await models(context)).length, { timeout: 15_000 }).toBeGreaterThan(0);
  return { context, apiKey, configId: config?.id ?? "" };
}

async function models({ gateway, actor }: ServiceContext): Promise<string[]> {
  await harness.snapshot.refreshTenant(actor.tenantId);
  return gateway.callableModels(actor.tenantId, "llm").map((model) => model.modelId);
}

async function call({ gateway, actor }: ServiceContext, model: string, apiKeyId: string | null = null) {
  await harness.snapshot.refreshTenant(actor.tenantId);
  return gateway.chat(
    { tenantId: actor.tenantId, apiKeyId, userId: null, source: "api" },
    { request: { model, messages: [{ role: "user", content: "hi" }] } },
    { requestId: randomUUID(), signal: new AbortController().signal },
  );
}

const scopeOf = (report: LimitReport, kind: string) => report.scopes.find((scope) => scope.kind === kind);

describe("limits of an organization", () => {
  it("hold the next call, and show what is used and when one was refused", async () => {
    const { context } = await connected();
    const [model = ""] = await models(context);
    await saveLimit(context, {
      kind: "tenant",
      scopeId: context.actor.tenantId,
      limits: { ...NONE, requestsPerHour: 2, maxParallelRequests: 5 },
    });
    await call(context, model);
    await call(context, model);
    await expect(call(context, model)).rejects.toMatchObject({
      code: "rate_limited",
      details: { limit: { requests: { limit: 2, remaining: 0 } } },
    });
    const tenant = scopeOf(await listLimits(context), "tenant");
    expect(tenant?.use).toEqual([
      { field: "requestsPerHour", limit: 2, used: 2 },
      { field: "maxParallelRequests", limit: 5, used: 0 },
    ]);
    expect(tenant?.lastRefusedAt).toBeInstanceOf(Date);
  });

  it("can be set on a key, a model and a provider config, and each holds by itself", async () => {
    const { context, apiKey, configId } = await connected();
    const [first = ""] = await models(context);
    await saveLimit(context, { kind: "api_key", scopeId: apiKey.id, limits: { ...NONE, requestsPerMinute: 1 } });
    await call(context, first, apiKey.id);
    await expect(call(context, first, apiKey.id)).rejects.toThrow(
      'The API key "nightly" is held to 1 requests a minute',
    );
    await saveLimit(context, { kind: "model", scopeId: first, limits: { ...NONE, requestsPerMinute: 1 } });
    await call(context, first);
    await expect(call(context, first)).rejects.toThrow(`The model "${first}" is held to 1 requests a minute`);
    await saveLimit(context, { kind: "model", scopeId: first, limits: NONE });
    await saveLimit(context, { kind: "provider_config", scopeId: configId, limits: { ...NONE, requestsPerHour: 1 } });
    await call(context, first);
    await expect(call(context, first)).rejects.toThrow("is held to 1 requests an hour");
  });

  it("can be set on a processor, and hold its calls alone", async () => {
    const { context } = await connected();
    const [model = ""] = await models(context);
    const configuration = { model_override: { provider: "openai-compatible", model } };
    await saveProcessor(
      context,
      saveProcessorInput.parse({ name: "reader", taskType: "chat", configuration, isNew: true }),
    );
    const offered = (await listLimits(context)).unlimited.find(({ kind }) => kind === "processor");
    expect(offered?.name).toBe("reader");
    await saveLimit(context, {
      kind: "processor",
      scopeId: offered?.scopeId ?? "",
      limits: { ...NONE, requestsPerMinute: 1 },
    });
    await call(context, "processor:reader");
    await expect(call(context, "processor:reader")).rejects.toThrow(
      'The processor "reader" is held to 1 requests a minute',
    );
    await call(context, model);
  });

  it("are told apart from what has none, with what the catalog knows of a provider beside it", async () => {
    const { context, apiKey, configId } = await connected();
    const report = await listLimits(context);
    expect(report.scopes.map((scope) => scope.kind)).toEqual(["tenant"]);
    expect(report.unlimited).toContainEqual({
      kind: "api_key",
      scopeId: apiKey.id,
      name: "nightly",
      suggested: null,
    });
    expect(report.unlimited.some((each) => each.kind === "provider_config" && each.scopeId === configId)).toBe(true);
  });

  it("go when they are taken away, and leave a trail of what was changed", async () => {
    const { context, apiKey } = await connected();
    const save = (limits: RateLimits) => saveLimit(context, { kind: "api_key", scopeId: apiKey.id, limits });
    await save({ ...NONE, tokensPerMinute: 1_000 });
    const report = await save(NONE);
    expect(scopeOf(report, "api_key")).toBeUndefined();
    const trail = await context.database.inTenant(context.actor.tenantId, (tx) =>
      tx.auditLog.findMany({ where: { action: "rate_limit.save" }, orderBy: { createdAt: "asc" } }),
    );
    expect(trail.map((entry) => entry.changes)).toEqual([
      { kind: "api_key", tokensPerMinute: { before: null, after: 1_000 } },
      { kind: "api_key", tokensPerMinute: { before: 1_000, after: null } },
    ]);
  });

  it("can't be set on another organization's key", async () => {
    const { apiKey } = await connected();
    const other = await harness.addTenant("Other");
    await expect(
      saveLimit(other, { kind: "api_key", scopeId: apiKey.id, limits: { ...NONE, requestsPerMinute: 1 } }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("keep the waiting time when the limits beside it go", async () => {
    const { context } = await connected();
    const { tenantId } = context.actor;
    expect((await saveQueueTime(context, { queueMs: 250 })).queueMs).toBe(250);
    await saveLimit(context, { kind: "tenant", scopeId: tenantId, limits: { ...NONE, requestsPerMinute: 9 } });
    await saveLimit(context, { kind: "tenant", scopeId: tenantId, limits: NONE });
    await harness.snapshot.refreshTenant(tenantId);
    expect((await listLimits(context)).queueMs).toBe(250);
  });

  it("have a history of an hour, in which what was refused is told apart", async () => {
    const { context, apiKey } = await connected();
    const [model = ""] = await models(context);
    await saveLimit(context, { kind: "api_key", scopeId: apiKey.id, limits: { ...NONE, requestsPerMinute: 1 } });
    await call(context, model, apiKey.id);
    await expect(call(context, model, apiKey.id)).rejects.toThrow();
    await harness.ledger.flush();
    const sum = async (kind: "tenant" | "api_key" | "model", scopeId: string) => {
      const { minutes } = await limitHistory(context, { kind, scopeId });
      expect(minutes).toHaveLength(60);
      const total = (of: "requests" | "refused") => minutes.reduce((all, each) => all + each[of], 0);
      return [total("requests"), total("refused")];
    };
    expect(await sum("tenant", context.actor.tenantId)).toEqual([1, 1]);
    expect(await sum("api_key", apiKey.id)).toEqual([1, 1]);
    expect(await sum("model", model)).toEqual([1, 1]);
    expect(await sum("model", "another")).toEqual([0, 0]);
  });
});
