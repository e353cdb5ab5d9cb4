import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { saveProcessorInput } from "@/lib/contracts/processor";
import { saveProfileInput } from "@/lib/contracts/profile";
import { getJob } from "@/server/services/jobs/get-job";
import { removeProcessor } from "@/server/services/processors/remove-processor";
import { saveProcessor } from "@/server/services/processors/save-processor";
import { saveProfile } from "@/server/services/profiles/save-profile";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { updateApiKey } from "./update-api-key";

let harness: ServiceHarness;
let acme: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
  acme = await harness.addTenant();
  const { jobId } = await createProviderConfig(acme, { provider: "sandbox", config: {}, skipVerification: false });
  await vi.waitFor(async () => expect((await getJob(acme, { id: jobId ?? "" })).status).toBe("succeeded"), 10_000);
  const profile = { provider: "sandbox", model: "sandbox-chat", settings: { temperature: 0.1 } };
  for (const name of ["calm", "other"]) await saveProfile(acme, saveProfileInput.parse({ name, profile, isNew: true }));
  const processor = { name: "reader", taskType: "reading", configuration: { llm_profile: "other" }, isNew: true };
  await saveProcessor(acme, saveProcessorInput.parse(processor));
}, 60_000);
afterAll(() => harness.close());

const NEW = { name: "app", role: "developer", expiresInDays: null } as const;

async function call(apiKeyId: string, model: string) {
  const { tenantId } = acme.actor;
  await harness.snapshot.refreshTenant(tenantId);
  const requestId = randomUUID();
  const request = { model, messages: [{ role: "user" as const, content: "Read this." }] };
  const native = { dialect: "chat" as const, body: request, text: JSON.stringify(request), headers: {} };
  const [outcome] = await Promise.allSettled([
    acme.gateway.chat(
      { tenantId, apiKeyId, userId: null, source: "api" },
      { request, native },
      { requestId, signal: new AbortController().signal },
    ),
  ]);
  await harness.ledger.flush();
  return { outcome, stored: await acme.database.asSystem.llmRequest.findUniqueOrThrow({ where: { id: requestId } }) };
}

describe("an API key", () => {
  it("sends calls that name no model by its default profile, and the explanation names the key's tier", async () => {
    const { apiKey } = await createApiKey(acme, { ...NEW, defaultProfile: "calm" });
    const { outcome, stored } = await call(apiKey.id, "auto");
    expect(outcome.status).toBe("fulfilled");
    expect(stored).toMatchObject({ profile: "calm", modelServed: "sandbox-chat" });
    expect(stored.route).toMatchObject({
      config: {
        profile: { value: "calm", tier: "api_key", source: "app" },
        settings: { temperature: { value: 0.1, tier: "profile", source: "calm" } },
      },
    });
  });

  it("gives its calls to its default processor, and takes another from the next call on", async () => {
    const { apiKey } = await createApiKey(acme, NEW);
    expect((await call(apiKey.id, "sandbox-chat")).stored.processorId).toBeNull();
    expect(await updateApiKey(acme, { id: apiKey.id, name: "reader app", defaultProcessor: "reader" })).toMatchObject({
      name: "reader app",
      defaultProcessor: "reader",
      defaultProfile: null,
    });
    const { stored } = await call(apiKey.id, "auto");
    const { id } = await acme.database.asSystem.processor.findFirstOrThrow({ where: { name: "reader" } });
    expect(stored).toMatchObject({ processorId: id, profile: "other", taskType: "reading" });
    await expect(removeProcessor(acme, { name: "reader" })).rejects.toMatchObject({ code: "has_dependents" });
    await updateApiKey(acme, { id: apiKey.id, defaultProcessor: null });
    expect((await call(apiKey.id, "sandbox-chat")).stored.processorId).toBeNull();
  });

  it("is refused every call outside its allowed models with the typed error, and shows them in the list", async () => {
    const { apiKey } = await createApiKey(acme, {
      ...NEW,
      defaultProfile: "calm",
      allowedModels: ["profile:calm", "profile:calm", "sandbox/sandbox-embedding"],
    });
    const listed = (await listApiKeys(acme)).find(({ id }) => id === apiKey.id);
    expect(listed?.allowedModels).toEqual(["profile:calm", "sandbox/sandbox-embedding"]);
    expect((await call(apiKey.id, "auto")).outcome.status).toBe("fulfilled");
    for (const model of ["profile:other", "sandbox-chat"]) {
      const { outcome, stored } = await call(apiKey.id, model);
      expect(outcome).toMatchObject({ reason: { code: "model_not_allowed" } });
      expect(stored).toMatchObject({ errorCode: "model_not_allowed", attemptCount: 0 });
    }
    await updateApiKey(acme, { id: apiKey.id, allowedModels: [] });
    expect((await call(apiKey.id, "profile:other")).outcome.status).toBe("fulfilled");
  });

  it("is made and changed only with names that lead somewhere, each other one named", async () => {
    const wrong = { defaultProfile: "calmer", defaultProcessor: "writer", allowedModels: ["sandbox-chat", "gpt-9"] };
    const refusal = {
      code: "invalid_configuration",
      details: {
        fields: {
          defaultProfile: expect.stringContaining('"calmer"'),
          defaultProcessor: expect.stringContaining('"writer"'),
          "allowedModels.1": expect.stringContaining('"gpt-9"'),
        },
      },
    };
    const before = (await listApiKeys(acme)).length;
    await expect(createApiKey(acme, { ...NEW, ...wrong })).rejects.toMatchObject(refusal);
    expect(await listApiKeys(acme)).toHaveLength(before);
    const { apiKey } = await createApiKey(acme, NEW);
    await expect(updateApiKey(acme, { id: apiKey.id, ...wrong })).rejects.toMatchObject(refusal);
  });

  it("is changed by nobody below it and not from another organization; each change is audited with what was", async () => {
    const { apiKey } = await createApiKey(acme, { ...NEW, role: "admin" });
    const change = { id: apiKey.id, defaultProfile: "calm" };
    await expect(updateApiKey(harness.as(acme, "developer"), change)).rejects.toMatchObject({ code: "forbidden" });
    await expect(updateApiKey(await harness.addTenant(), change)).rejects.toMatchObject({ code: "not_found" });
    await updateApiKey(acme, change);
    const [audited] = await acme.database.asSystem.auditLog.findMany({
      where: { targetId: apiKey.id, action: "api_key.update" },
    });
    expect(audited?.changes).toMatchObject({ before: { defaultProfile: null }, after: { defaultProfile: "calm" } });
  });
});
