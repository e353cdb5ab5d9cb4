import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { toAppError } from "@/lib/contracts/errors";
import type { Role } from "@/lib/contracts/permissions";
import { restCompletion } from "@/lib/contracts/rest";
import { createRestHandler } from "@/server/http/create-rest-handler";
import { Exchange } from "@/server/http/exchange";
import { writeError } from "@/server/http/openai/write-error";
import { createApiKey } from "@/server/services/api-keys/create-api-key";
import { saveProfile } from "@/server/services/profiles/save-profile";
import type { ServiceContext } from "@/server/services/service-context";
import { createTemplate } from "@/server/services/templates/create-template";
import {
  createServiceHarness,
  type ScriptedUpstream,
  type ServiceHarness,
  startScriptedUpstream,
} from "@/test/service-harness";
import { REST_ROUTES } from "./routes";

const KEY = "sk-upstream-1234567890-abcd";

let harness: ServiceHarness;
let upstream: ScriptedUpstream;
let server: Server;
let acme: ServiceContext;
let apiKey: string;

beforeAll(async () => {
  harness = await createServiceHarness();
  upstream = await startScriptedUpstream({ apiKey: KEY });
  const { runtime, snapshot } = harness;
  const handle = createRestHandler({
    gate: { snapshot, pepper: runtime.auth.apiKeyPepper, markUsed: () => undefined },
    services: runtime,
    slugOf: (tenantId) => snapshot.tenant(tenantId)?.slug ?? "",
    refreshTenant: snapshot.refreshTenant,
  });
  server = createServer((req, res) => {
    const exchange = new Exchange(req, res, harness.log);
    handle(exchange).then(
      (isServed) => void (isServed || res.writeHead(404).end()),
      (error: unknown) => writeError(exchange, toAppError(error), exchange.requestId),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await upstream.close();
  await harness.close();
});
beforeEach(async () => {
  acme = await harness.addTenant();
  apiKey = await keyOf(acme, "admin");
});

async function keyOf(context: ServiceContext, role: Role): Promise<string> {
  const { secret } = await createApiKey(context, { name: `${role} key`, role, expiresInDays: 1 });
  await harness.snapshot.refreshTenant(context.actor.tenantId);
  return secret;
}

async function call(method: string, path: string, body?: unknown, key = apiKey) {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

const save = (fields: object = {}) =>
  call("POST", "/api/providers", { provider: "openai", config: { api_key: KEY, base_url: upstream.url }, ...fields });

describe("a script that sets up a tenant over REST", () => {
  it("configures the sandbox, sets defaults, completes, and sees what it cost", async () => {
    const saved = await call("POST", "/api/providers", { provider: "sandbox", config: {} });
    expect(saved).toMatchObject({
      status: 201,
      body: { provider: "sandbox", name: "sandbox", isValid: true, status: "ready" },
    });
    expect(saved.body.models.map((model: { id: string }) => model.id)).toContain("sandbox-chat");

    const byType = await call("GET", "/api/models");
    expect(Object.keys(byType.body)).toEqual(["llm", "text_embedding", "rerank", "tts", "speech_to_text"]);
    expect(byType.body.text_embedding).toMatchObject([{ id: "sandbox-embedding", provider: "sandbox" }]);

    const set = await call("POST", "/api/model-settings", {
      modelType: "llm",
      provider: "sandbox",
      model: "sandbox-chat",
    });
    expect(set).toMatchObject({ status: 200, body: { modelType: "llm", model: "sandbox-chat", isCallable: true } });
    expect((await call("GET", "/api/model-settings")).body).toHaveLength(5);

    const completed = await call("POST", "/api/v1/llm/completion", { taskType: "code_analysis", prompt: "Say hello." });
    expect(completed.status).toBe(200);
    const completion = restCompletion.parse(completed.body);
    expect(completion).toMatchObject({ model: "sandbox-chat", cacheHit: false });
    expect(completion.usage.totalTokens).toBe(completion.usage.promptTokens + completion.usage.completionTokens);

    await harness.ledger.flush();
    const { body: listed } = await call("GET", "/api/requests?limit=1");
    expect(listed.requests[0]).toMatchObject({
      id: completion.id,
      source: "rest",
      taskType: "code_analysis",
      apiKeyName: "admin key",
    });
    const { body: detail } = await call("GET", `/api/requests/${completion.id}`);
    expect(detail.attempts).toHaveLength(1);
    const today = new Date().toISOString().slice(0, 10);
    const usage = await call("GET", `/api/v1/llm/usage?startDate=${today}&endDate=${today}&groupBy=task`);
    expect(usage.body).toMatchObject([
      { task: "code_analysis", requestCount: 1, totalPromptTokens: completion.usage.promptTokens },
    ]);
  });

  it("may run twice: the config of one name is replaced, not doubled", async () => {
    expect((await save()).status).toBe(201);
    expect((await save()).status).toBe(200);
    const { body } = await call("GET", "/api/providers");
    const openai = body.find((each: { provider: string }) => each.provider === "openai");
    expect(openai).toMatchObject({
      isConfigured: true,
      isValid: true,
      configs: [{ name: "openai", config: { secrets: { api_key: { lastFour: "abcd" } } } }],
    });
    expect(body.find((each: { provider: string }) => each.provider === "anthropic")).toMatchObject({
      isConfigured: false,
      isValid: false,
      models: [],
    });
  });

  it("removes a provider by its name", async () => {
    await save();
    expect(await call("DELETE", "/api/providers/openai")).toMatchObject({ status: 200, body: { provider: "openai" } });
    expect(await call("DELETE", "/api/providers/openai")).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
  });
});

describe("testing credentials over REST", () => {
  it("answers valid or not with the reason, and saves nothing", async () => {
    expect(
      (
        await call("POST", "/api/providers/validate", {
          provider: "openai",
          config: { api_key: KEY, base_url: upstream.url },
        })
      ).body,
    ).toMatchObject({ valid: true });
    const wrong = await call("POST", "/api/providers/validate", {
      provider: "openai",
      config: { api_key: "sk-wrong-0000", base_url: upstream.url },
    });
    expect(wrong).toMatchObject({ status: 200, body: { valid: false, error: expect.any(String) } });
    expect((await call("POST", "/api/providers/validate", { provider: "openai", config: {} })).body).toMatchObject({
      valid: false,
      error: expect.stringContaining("missing"),
    });
    expect((await call("GET", "/api/v1/llm/providers")).body).toEqual([]);
  });

  it("refuses to save what the provider refuses, with the stages", async () => {
    const refused = await save({ config: { api_key: "sk-wrong-0000", base_url: upstream.url } });
    expect(refused).toMatchObject({
      status: 422,
      body: { isValid: false, error: { code: "provider_auth_failed", request_id: expect.any(String) } },
    });
    expect(refused.body.stages.map((stage: { stage: string }) => stage.stage)).toEqual([
      "address",
      "connect",
      "auth",
      "models",
    ]);
    expect(refused.text).not.toContain("sk-wrong");
  });
});

describe("the /api/v1/llm addresses", () => {
  it("add, list and probe a provider", async () => {
    const added = await call("POST", "/api/v1/llm/providers", {
      name: "main",
      providerType: "openai",
      apiKey: KEY,
      config: { baseUrl: upstream.url, rateLimits: { requestsPerMinute: 500, tokensPerMinute: 100_000 } },
    });
    expect(added).toMatchObject({
      status: 201,
      body: { name: "main", providerType: "openai", config: { rateLimits: { requestsPerMinute: 500 } } },
    });
    expect((await call("GET", "/api/v1/llm/providers")).body).toMatchObject([
      { name: "main", healthStatus: "healthy" },
    ]);
    const probe = await call("POST", `/api/v1/llm/providers/${added.body.id}/health-check`);
    expect(probe).toMatchObject({ status: 200, body: { status: "healthy", latencyMs: expect.any(Number) } });
    expect(added.text).not.toContain(KEY);
  });

  it("stream deltas, then the whole completion with its cost", async () => {
    await call("POST", "/api/providers", { provider: "sandbox", config: {} });
    const streamed = await call("POST", "/api/v1/llm/completion", {
      taskType: "chat",
      prompt: "Say hello.",
      model: "sandbox-chat",
      stream: true,
    });
    const frames = streamed.text
      .trim()
      .split("\n\n")
      .map((frame) => frame.split("\n").map((line) => line.replace(/^(event|data): /, "")));
    const deltas = frames
      .filter(([event]) => event === "delta")
      .map(([, data]) => z.object({ content: z.string() }).parse(JSON.parse(data ?? "")).content);
    const [event, data] = frames.at(-1) ?? [];
    expect(event).toBe("done");
    expect(restCompletion.parse(JSON.parse(data ?? "")).content).toBe(deltas.join(""));
    expect(deltas.length).toBeGreaterThan(1);
  });

  it("complete with what a profile sets, and with the endpoint's own values only where no tier says", async () => {
    await save();
    const model = "gpt-test";
    await acme.database.asSystem.tenantModel.updateMany({
      where: { tenantId: acme.actor.tenantId, modelId: model },
      data: { isEnabled: true },
    });
    const settings = { temperature: 0.1, max_tokens: 321 };
    await saveProfile(acme, {
      name: "exact",
      profile: { provider: "openai", model, fallbacks: [], settings },
      isNew: true,
    });
    await harness.snapshot.refreshTenant(acme.actor.tenantId);
    const sent = async (fields: object) => {
      const { status } = await call("POST", "/api/v1/llm/completion", { taskType: "chat", prompt: "hi", ...fields });
      expect(status).toBe(200);
      return upstream.requests.at(-1)?.body;
    };
    // OpenAI's own name for the limit.
    const max_completion_tokens = settings.max_tokens;
    expect(await sent({ model: "profile:exact" })).toMatchObject({ temperature: 0.1, max_completion_tokens });
    expect(await sent({ model: "profile:exact", temperature: 1 })).toMatchObject({
      temperature: 1,
      max_completion_tokens,
    });
    expect(await sent({ model })).toMatchObject({ temperature: 0.7 });
  });

  it("say which field of a completion is wrong, that its task is not known, and that no default is set", async () => {
    expect(await call("POST", "/api/v1/llm/completion", { taskType: "x", prompt: "" })).toMatchObject({
      status: 400,
      body: { error: { param: "prompt" } },
    });
    expect(await call("POST", "/api/v1/llm/completion", { taskType: "x", prompt: "hi" })).toMatchObject({
      status: 422,
      body: { error: { code: "unknown_task_type", param: "taskType" } },
    });
    expect(await call("POST", "/api/v1/llm/completion", { taskType: "x", prompt: "hi", model: "auto" })).toMatchObject({
      status: 412,
      body: { error: { code: "no_default_model" } },
    });
  });
});

describe("prompt templates over REST", () => {
  const path = "/api/v1/llm/templates";
  const greet = (context = acme) =>
    createTemplate(context, {
      name: "greeting",
      description: "",
      taskType: "chat",
      template: "Greet {{name}} in {{language}}.",
      modelOverrides: { "small-1": "Hi {{name}}" },
    });

  it("are listed by task and rendered with their values as they are", async () => {
    const { id } = await greet();
    const shown = { id, name: "greeting", taskType: "chat", variables: ["name", "language"], version: 1 };
    expect(await call("GET", path)).toMatchObject({ status: 200, body: [shown] });
    expect(await call("GET", `${path}?taskType=chat`)).toMatchObject({ body: [shown] });
    expect(await call("GET", `${path}?taskType=other`)).toMatchObject({ status: 200, body: [] });
    expect((await call("GET", `${path}?task=chat`)).status).toBe(400);
    const render = (fields: object) => call("POST", `${path}/render`, { templateId: id, ...fields });
    const variables = { name: "$& {{language}}", language: "French" };
    expect(await render({ variables })).toMatchObject({
      status: 200,
      body: { rendered: "Greet $& {{language}} in French." },
    });
    expect((await render({ variables })).body).not.toHaveProperty("warnings");
    expect((await render({ variables, model: "small-1" })).body).toEqual({
      rendered: "Hi $& {{language}}",
      warnings: ['The template has no variable "language".'],
    });
  });

  it("say which values are missing or of no use, and know nothing of another tenant's", async () => {
    const { id } = await greet();
    const render = (fields: object, key?: string) =>
      call("POST", `${path}/render`, { templateId: id, variables: {}, ...fields }, key);
    expect(await render({ variables: { name: "Ann" } })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_request", param: "variables.language" } },
    });
    expect((await render({ variables: { name: { nested: 1 }, language: "French" } })).status).toBe(400);
    expect((await render({ surprise: 1 })).status).toBe(400);
    expect((await render({ templateId: "none" })).status).toBe(400);
    const eve = await keyOf(await harness.addTenant("Eve"), "admin");
    expect((await render({ variables: { name: "a", language: "b" } }, eve)).status).toBe(404);
    expect((await call("GET", path, undefined, eve)).body).toEqual([]);
  });
});

describe("budgets over REST", () => {
  const asked = {
    name: "Team",
    scope: "tenant",
    scopeId: null,
    period: "month",
    rollingHours: null,
    limitUsd: "12.50",
  };

  it("are made, listed, changed and removed as in the console", async () => {
    const made = await call("POST", "/api/budgets", { ...asked, degradeAtPercent: 90 });
    expect(made).toMatchObject({
      status: 201,
      body: { name: "Team", limitNanoUsd: "12500000000", warnAtPercent: 80, degradeAtPercent: 90, version: 1 },
    });
    const { id } = made.body;
    expect((await call("POST", "/api/budgets", asked)).status).toBe(409);
    expect((await call("POST", "/api/budgets", { ...asked, name: "x", surprise: 1 })).status).toBe(400);
    expect((await call("GET", "/api/budgets")).body).toMatchObject({ budgets: [{ id, spentNanoUsd: "0" }] });
    const change = {
      version: 1,
      name: "Team",
      limitUsd: "20",
      warnAtPercent: null,
      degradeAtPercent: null,
      blocksAtLimit: false,
      isEnabled: true,
    };
    const changed = await call("POST", `/api/budgets/${id}`, change);
    expect(changed).toMatchObject({ status: 200, body: { limitNanoUsd: "20000000000", version: 2 } });
    expect((await call("POST", `/api/budgets/${id}`, change)).status).toBe(409);
    expect(harness.snapshot.tenant(acme.actor.tenantId)?.budgets).not.toBeNull();
    expect(await call("DELETE", `/api/budgets/${id}`)).toMatchObject({ status: 200, body: { id } });
    expect(harness.snapshot.tenant(acme.actor.tenantId)?.budgets).toBeNull();
    expect((await call("DELETE", `/api/budgets/${id}`)).status).toBe(404);
    const trail = await acme.database.inTenant(acme.actor.tenantId, (tx) =>
      tx.auditLog.findMany({ where: { action: { startsWith: "budget." } }, orderBy: { createdAt: "asc" } }),
    );
    expect(trail.map(({ action }) => action)).toEqual(["budget.create", "budget.update", "budget.delete"]);
  });

  it("of another tenant are not there, and no developer's key changes one", async () => {
    const { body } = await call("POST", "/api/budgets", asked);
    const eve = await keyOf(await harness.addTenant("Eve"), "admin");
    expect((await call("GET", "/api/budgets", undefined, eve)).body.budgets).toEqual([]);
    expect((await call("DELETE", `/api/budgets/${body.id}`, undefined, eve)).status).toBe(404);
    const developer = await keyOf(acme, "developer");
    expect((await call("GET", "/api/budgets", undefined, developer)).status).toBe(200);
    expect((await call("DELETE", `/api/budgets/${body.id}`, undefined, developer)).status).toBe(403);
  });
});

describe("authority over REST", () => {
  it("follows the role of the key on every route", async () => {
    const viewer = await keyOf(acme, "viewer");
    const held = new Set([
      "overview.read",
      "providers.read",
      "models.read",
      "usage.read",
      "requests.read",
      "configuration.read",
      "templates.read",
      "budgets.read",
    ]);
    for (const { method, path, permission } of REST_ROUTES) {
      const { status } = await call(
        method,
        path.replace(/:\w+/g, "0b9f0d0e-7a5f-4f43-9f0e-1c6f3a0c9d11"),
        method === "POST" ? {} : undefined,
        viewer,
      );
      expect([path, status === 403]).toEqual([path, !held.has(permission)]);
    }
  });

  it("finds nothing of another tenant", async () => {
    const added = await save({ name: "main" });
    const eve = await keyOf(await harness.addTenant("Eve"), "admin");
    expect((await call("POST", `/api/v1/llm/providers/${added.body.id}/health-check`, {}, eve)).status).toBe(404);
    expect((await call("GET", `/api/jobs/${added.body.jobId}`, undefined, eve)).status).toBe(404);
    expect((await call("DELETE", "/api/providers/main", undefined, eve)).status).toBe(404);
    expect((await call("GET", "/api/models", undefined, eve)).body.llm).toEqual([]);
    expect((await call("GET", `/api/jobs/${added.body.jobId}`)).body.status).toBe("succeeded");
  });
});

describe("the description of the API", () => {
  it("is there for anybody, without a key", async () => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/api/openapi.json`);
    expect(response.status).toBe(200);
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(await response.json());
    expect(paths["/api/openapi.json"]).toMatchObject({ get: { security: [] } });
  });

  it("names every route with its input", async () => {
    const { body } = await call("GET", "/api/openapi.json");
    for (const { method, path } of REST_ROUTES) {
      expect(body.paths[path.replace(/:(\w+)/g, "{$1}")]).toHaveProperty(method.toLowerCase());
    }
    expect(body.paths["/api/v1/llm/completion"].post.requestBody.content["application/json"].schema.required).toEqual([
      "taskType",
      "prompt",
    ]);
  });
});
