import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { cachePolicy } from "@/lib/contracts/cache";
import { createProviderConfigInput } from "@/lib/contracts/provider-config";
import { createResponseCacheStore } from "@/server/db/response-cache-store";
import { createResponseCache } from "@/server/gateway";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { getCacheOverview } from "./get-cache-overview";
import { purgeCache } from "./purge-cache";
import { setCachePolicy } from "./set-cache-policy";

let harness: ServiceHarness;
let acme: ServiceContext;
let other: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
  acme = await addTenant();
  other = await addTenant();
});
afterAll(() => harness.close());

async function addTenant(): Promise<ServiceContext> {
  const context = await harness.addTenant();
  await createProviderConfig(context, createProviderConfigInput.parse({ provider: "sandbox", config: {} }));
  await setCachePolicy(context, cachePolicy.parse({ mode: "all" }));
  await vi.waitFor(async () => {
    await harness.snapshot.refreshTenant(context.actor.tenantId);
    expect(callable(context)).toContain("sandbox-chat");
  }, 10_000);
  return context;
}

const callable = ({ gateway, actor }: ServiceContext) =>
  gateway.callableModels(actor.tenantId, "llm").map((model) => model.modelId);

async function ask({ gateway, actor }: ServiceContext, content: string) {
  const caller = { tenantId: actor.tenantId, apiKeyId: null, userId: null, source: "api" } as const;
  const options = { requestId: randomUUID(), signal: new AbortController().signal };
  const request = { model: "sandbox-chat", messages: [{ role: "user" as const, content }] };
  const { receipt } = await gateway.chat(caller, { request }, options);
  return receipt.cacheStatus;
}

it("keeps one tenant's answers from every other, and counts what they saved", async () => {
  expect(await ask(acme, "How wide is the lock?")).toBe("miss");
  expect(await ask(other, "How wide is the lock?")).toBe("miss");
  expect(await ask(acme, "How wide is the lock?")).toBe("hit");
  await harness.cache.flush();
  await harness.ledger.flush();
  const overview = await getCacheOverview(acme);
  expect(overview).toMatchObject({ entries: 1, hits: 1, requests: 2, byModel: [{ key: "sandbox-chat", hits: 1 }] });
  expect(overview.days.at(-1)).toMatchObject({ hits: 1 });
  expect(overview.top[0]).toMatchObject({ modelName: "sandbox-chat", hitCount: 1 });
});

it("holds no answer in clear in the database", async () => {
  const rows = await acme.database.inTenant(acme.actor.tenantId, (tx) => tx.llmResponseCache.findMany());
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows.map((row) => ({ ...row, costNanoUsd: 0 })))).not.toMatch(/lock|sandbox model/i);
});

it("forgets in every replica what is purged, and nothing of other tenants", async () => {
  const replica = await createResponseCache({
    store: createResponseCacheStore(acme.database),
    vault: acme.vault,
    log: () => undefined,
  });
  expect(await purgeCache(acme, { modelName: "no-such-model" })).toEqual({ purged: 0 });
  expect(await ask(acme, "How wide is the lock?")).toBe("hit");
  expect(await purgeCache(acme, { modelName: "sandbox-chat" })).toEqual({ purged: 1 });
  await expect.poll(() => ask(acme, "How wide is the lock?")).toBe("miss");
  expect(await ask(other, "How wide is the lock?")).toBe("hit");
  const audited = await acme.database.inTenant(acme.actor.tenantId, (tx) =>
    tx.auditLog.findMany({ where: { action: "cache.purge" }, orderBy: { createdAt: "asc" } }),
  );
  expect(audited.map((row) => row.changes)).toMatchObject([{ purged: 0 }, { purged: 1 }]);
  await replica.close();
});

it("can't purge by the id of another tenant's answer", async () => {
  await harness.cache.flush();
  const theirs = await other.database.inTenant(other.actor.tenantId, (tx) => tx.llmResponseCache.findFirstOrThrow());
  expect(await purgeCache(acme, { id: theirs.id })).toEqual({ purged: 0 });
  expect(await ask(other, "How wide is the lock?")).toBe("hit");
});

it("takes up a changed policy with the next call", async () => {
  await setCachePolicy(acme, cachePolicy.parse({ mode: "off" }));
  await harness.snapshot.refreshTenant(acme.actor.tenantId);
  expect(await ask(acme, "How wide is the lock?")).toBe("none");
});

it("refuses to compare meanings without a default embedding model, and says what to do", async () => {
  const policy = cachePolicy.parse({ semantic: { isEnabled: true } });
  const bare = await harness.addTenant();
  await expect(setCachePolicy(bare, policy)).rejects.toMatchObject({ code: "no_default_model" });
});
