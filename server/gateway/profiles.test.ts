import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LEND_ALL } from "@/lib/contracts/global-setting";
import { llmConfiguration } from "@/lib/contracts/profile";
import type { OperatorConfig } from "./config/config-store";
import type { Caller } from "./execution/caller";
import { Secret } from "./spec/secret";
import { modelEntryOf } from "./testing/config-fixtures";
import { type ScriptedUpstream, startScriptedUpstream } from "./testing/scripted-upstream";
import { startTestGateway, TEST_PRICE } from "./testing/start-test-gateway";

const caller: Caller = { tenantId: "tenant-1", apiKeyId: null, userId: null, source: "api" };
const messages = [{ role: "user" as const, content: "Say something." }];
const PROCESSOR = randomUUID();

const key = (id: string, over: object) => ({
  id,
  publicId: id,
  secretHmac: "",
  tenantId: "tenant-1",
  name: id,
  role: "developer" as const,
  expiresAtMs: null,
  ...over,
});

let upstream: ScriptedUpstream;
let test: Awaited<ReturnType<typeof startTestGateway>>;
const operator: OperatorConfig = { globals: [] };

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  const system = modelEntryOf(randomUUID(), "global-model", { provider: "llama-cpp", price: TEST_PRICE });
  operator.globals = [
    {
      id: "g",
      provider: "llama-cpp",
      modelId: "global-model",
      category: "fast",
      isDefault: true,
      settings: {},
      model: system,
    },
  ];
  test = await startTestGateway({
    providers: [
      {
        id: "main",
        values: { base_url: upstream.url },
        models: [{ modelId: "gpt-test", maxOutputTokens: 1_000 }, { modelId: "fault-503" }, { modelId: "hang" }],
      },
    ],
    tenant: {
      llmConfiguration: llmConfiguration.parse({
        default_profile: "balanced",
        profiles: {
          balanced: {
            provider: "openai-compatible",
            model: "fault-503",
            fallbacks: [{ provider: "main", model: "gpt-test" }],
            settings: { temperature: 0.4 },
          },
          patient: { provider: "main", model: "hang", settings: { timeout_ms: 300 } },
          capped: { provider: "main", model: "gpt-test", settings: { cost_cap_usd: "0.000000001" } },
          broken: { provider: "main", model: "gone" },
        },
      }),
      processors: [
        {
          id: PROCESSOR,
          name: "reader",
          taskType: "reading",
          templateId: null,
          configuration: { llm_profile: "balanced", settings_override: { temperature: 0, seed: 5 } },
        },
      ],
    },
    apiKeys: [
      key("narrow", { allowedModels: ["openai-compatible/gpt-test"] }),
      key("named", { allowedModels: ["profile:balanced"] }),
      key("reader", { defaultProcessorId: PROCESSOR }),
      key("patient", { defaultProfile: "patient", allowedModels: ["profile:patient"] }),
    ],
    operator,
    systemKeys: new Map([["llama-cpp", new Secret("sk-system-1234567890")]]),
  });
});

afterAll(async () => {
  await test.close();
  await upstream.close();
});

async function ask(
  model: string,
  { apiKeyId = null as string | null, ...body }: Record<string, unknown> & { apiKeyId?: string | null } = {},
) {
  const requestId = randomUUID();
  const request = { model, messages, ...body };
  const native = { dialect: "chat" as const, body: request, text: JSON.stringify(request), headers: {} };
  const options = { requestId, signal: new AbortController().signal };
  const [outcome] = await Promise.allSettled([
    test.gateway.chat({ ...caller, apiKeyId }, { request, native }, options),
  ]);
  await test.ledger.flush();
  return { outcome, stored: test.store.requests.get(requestId) };
}

const sentLast = () => upstream.requests.at(-1)?.body;

describe("a call by its job", () => {
  it("goes where the processor's profile leads, with the processor's settings, and is kept under both", async () => {
    const { outcome, stored } = await ask("processor:reader");
    expect(outcome.status).toBe("fulfilled");
    expect(sentLast()).toMatchObject({ model: "gpt-test", temperature: 0, seed: 5 });
    expect(stored).toMatchObject({
      processorId: PROCESSOR,
      profile: "balanced",
      taskType: "reading",
      modelServed: "gpt-test",
    });
    expect(stored?.route).toMatchObject({
      resolvedFrom: "processor",
      tier: "profile",
      config: {
        processor: { value: "reader", tier: "request" },
        profile: { value: "balanced", tier: "processor", source: "reader" },
        settings: { temperature: { value: 0, tier: "processor", source: "reader" } },
      },
    });
  });

  it("takes auto as the key's processor, and lets the request's own values win", async () => {
    const { stored } = await ask("auto", { apiKeyId: "reader", temperature: 1 });
    expect(sentLast()).toMatchObject({ model: "gpt-test", temperature: 1, seed: 5 });
    expect(stored).toMatchObject({ processorId: PROCESSOR, profile: "balanced" });
  });

  it("takes auto as the tenant's default profile, whose fallback serves when its model can't", async () => {
    const { stored } = await ask("auto");
    expect(stored).toMatchObject({ profile: "balanced", modelServed: "gpt-test", attemptCount: 2 });
    expect(stored?.route).toMatchObject({
      tier: "tenant_profile",
      candidates: [{ model: "fault-503" }, { model: "gpt-test" }],
    });
  });

  it("gives up on an attempt after the profile's time limit", async () => {
    const { outcome } = await ask("profile:patient");
    expect(outcome).toMatchObject({ reason: { code: "provider_timeout" } });
  });
});

describe("a call that its configuration refuses", () => {
  it.each([
    ["model_not_found", "profile:none", {}],
    ["model_not_found", "profile:broken", {}],
    ["setting_out_of_range", "profile:capped", { max_tokens: 5_000 }],
    ["cost_cap_exceeded", "profile:capped", {}],
    ["model_not_allowed", "fault-503", { apiKeyId: "narrow" }],
  ])("fails with %s before anything is sent: %s", async (code, model, body) => {
    const before = upstream.requests.length;
    const { outcome, stored } = await ask(model, body);
    expect(outcome).toMatchObject({ reason: { code } });
    expect(stored).toMatchObject({ errorCode: code, attemptCount: 0 });
    expect(upstream.requests).toHaveLength(before);
  });

  it("leaves a key the models it may call, and a name that it may as a whole", async () => {
    const narrow = await ask("auto", { apiKeyId: "narrow" });
    expect(narrow.stored).toMatchObject({ modelServed: "gpt-test", attemptCount: 1 });
    expect(narrow.stored?.route).toMatchObject({
      candidates: [
        { model: "gpt-test", outcome: "chosen" },
        { model: "fault-503", outcome: "rejected", code: "not_allowed_for_key" },
      ],
    });
    expect((await ask("profile:balanced", { apiKeyId: "named" })).stored).toMatchObject({ attemptCount: 2 });
  });

  it("takes auto as the key's profile, allowed by its name, and nothing else that the request names", async () => {
    const { stored } = await ask("auto", { apiKeyId: "patient" });
    expect(stored).toMatchObject({ profile: "patient", errorCode: "provider_timeout" });
    expect(stored?.route).toMatchObject({
      config: { profile: { value: "patient", tier: "api_key", source: "patient" } },
    });
    for (const model of ["profile:balanced", "gpt-test", "processor:reader"]) {
      const refused = await ask(model, { apiKeyId: "patient" });
      expect(refused.stored).toMatchObject({ errorCode: "model_not_allowed", attemptCount: 0 });
    }
  });

  it("leaves a model named by the client to the provider's own judgement", async () => {
    expect((await ask("gpt-test", { max_tokens: 5_000 })).outcome.status).toBe("fulfilled");
    expect(sentLast()).toEqual({ model: "gpt-test", messages, max_tokens: 5_000 });
  });
});

describe("the operator's global models", () => {
  it("stand in for a profile that the tenant has not made, over the operator's own key, and say so", async () => {
    const { stored } = await ask("profile:fast");
    expect(stored?.route).toMatchObject({
      tier: "global",
      candidates: [{ provider: "llama-cpp", providerConfigName: "system", model: "global-model" }],
    });
  });

  it.each([
    { isAllowed: false, providers: null },
    { isAllowed: true, providers: ["openai"] },
  ])("are out of a tenant's reach where the operator does not lend its key: %j", async (systemKeys) => {
    operator.systemKeys = systemKeys;
    await test.snapshot.refreshOperator();
    const before = upstream.requests.length;
    expect((await ask("profile:fast")).outcome).toMatchObject({ reason: { code: "model_not_found" } });
    expect(test.gateway.callableNames("tenant-1").map(({ id }) => id)).not.toContain("profile:fast");
    expect(upstream.requests).toHaveLength(before);
    operator.systemKeys = LEND_ALL;
    await test.snapshot.refreshOperator();
    expect((await ask("profile:fast")).stored?.route).toMatchObject({ candidates: [{ model: "global-model" }] });
  });

  it("are listed beside the tenant's own profiles and processors", () => {
    expect(test.gateway.callableNames("tenant-1").map(({ id }) => id)).toEqual([
      "profile:balanced",
      "profile:patient",
      "profile:capped",
      "profile:broken",
      "profile:fast",
      "processor:reader",
    ]);
  });
});
