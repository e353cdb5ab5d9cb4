import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { callTRPCProcedure } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { MODEL_TYPES, type ModelType } from "@/lib/contracts/model-type";
import { hashApiKeySecret, mintApiKey } from "@/server/auth/api-keys";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { CALL_PATHS, createRequestHandler } from "@/server/http/create-request-handler";
import { createRestHandler } from "@/server/http/create-rest-handler";
import { createOperations } from "@/server/http/operations/operations";
import { REST_ROUTES } from "@/server/http/rest/routes";
import { createContext } from "@/server/trpc/context";
import { appErrorOf } from "@/server/trpc/error-formatter";
import { appRouter } from "@/server/trpc/router";
import { createTestRuntime, type TestRuntime } from "./runtime";

const MODEL_OF: Record<ModelType, string> = {
  llm: "gpt-test",
  text_embedding: "text-embedding-test",
  rerank: "rerank-test",
  tts: "tts-test",
  speech_to_text: "whisper-test",
};
const PROCESSOR = "summaries";
const messages = [{ role: "user" as const, content: "Tell me of rivers." }];
const ranked = { model: MODEL_OF.rerank, query: "rivers", documents: ["The Rhine", "A fish"] };
const chat = { model: MODEL_OF.llm, messages };
const response = { model: MODEL_OF.llm, input: "Tell me of rivers." };
const prompt = { model: MODEL_OF.llm, prompt: "Tell me of rivers." };
const task = { ...prompt, taskType: "summary" };
const heard = () => {
  const form = new FormData();
  form.set("model", MODEL_OF.speech_to_text);
  form.set("file", new File(["some audio"], "a.mp3"));
  return form;
};
const spoken = { model: MODEL_OF.tts, input: "Rivers.", voice: "alloy" };
const embedded = { model: MODEL_OF.text_embedding, input: "Rivers." };

/** What to send to each address that may cost money; null where it costs nothing by its nature. Each of several is sent. */
const CALLS: Readonly<Record<string, readonly (object | (() => FormData))[] | null>> = {
  "/v1/chat/completions": [chat, { ...chat, stream: true }],
  "/v1/completions": [prompt, { ...prompt, stream: true }],
  "/v1/responses": [response, { ...response, stream: true }],
  "/v1/messages": [
    { ...chat, max_tokens: 100 },
    { ...chat, max_tokens: 100, stream: true },
  ],
  // Vendors count tokens for nothing.
  "/v1/messages/count_tokens": null,
  "/v1/embeddings": [embedded],
  "/v1/rerank": [ranked],
  "/v2/rerank": [ranked],
  "/v1/audio/speech": [spoken],
  "/v1/audio/transcriptions": [heard],
  "/v1/audio/translations": [heard],
  "POST /api/v1/llm/completion": [task, { ...task, stream: true }],
  // Lists models, which no vendor bills.
  "POST /api/v1/llm/providers/:providerId/health-check": null,
  "playground.chat": [chat],
  "playground.embed": [{ model: MODEL_OF.text_embedding, input: ["Rivers."] }],
  "playground.rerank": [ranked],
  "playground.speak": [spoken],
  "playground.transcribe": [
    {
      model: MODEL_OF.speech_to_text,
      fileName: "a.mp3",
      contentType: "audio/mpeg",
      audioBase64: Buffer.from("some audio").toString("base64"),
    },
  ],
  "processors.run": [{ name: PROCESSOR, input: "Tell me of rivers." }],
};

const declared = z.object({ _def: z.looseObject({ meta: z.looseObject({ permission: z.string().optional() }) }) });
/** Every address behind which a call may go out, read from the tables that serve them. */
const ROUTES = {
  http: [...CALL_PATHS],
  rest: REST_ROUTES.filter(({ permission }) => permission === "gateway.call").map(
    ({ method, path }) => `${method} ${path}`,
  ),
  trpc: Object.entries(appRouter._def.procedures).flatMap(([path, procedure]) =>
    declared.parse({ ...procedure })._def.meta.permission === "gateway.call" ? [path] : [],
  ),
};
const PAID = [...ROUTES.http, ...ROUTES.rest, ...ROUTES.trpc].flatMap((route) =>
  (CALLS[route] ?? []).map((body, n) => [`${route}${n > 0 ? ", streamed" : ""}`, route, body] as const),
);

let upstream: ScriptedUpstream;
let test: TestRuntime;
let server: Server;
const tenantId = randomUUID();
const budgetId = randomUUID();
const { key, publicId, secret } = mintApiKey();

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  test = await createTestRuntime({ SLUICE_ALLOW_PRIVATE_HOSTS: new URL(upstream.url).host });
  const { runtime } = test;
  const { database, vault, snapshot } = runtime;
  const configId = randomUUID();
  await database.asSystem.tenant.create({ data: { id: tenantId, name: "Acme", slug: "acme" } });
  await database.asSystem.apiKey.create({
    data: {
      tenantId,
      role: "owner",
      publicId,
      name: "key",
      secretHmac: hashApiKeySecret(runtime.auth.apiKeyPepper, secret),
      lastFour: key.lastFour(),
    },
  });
  const place = { table: "provider_configs", row: configId, column: "encrypted_config" };
  await database.asSystem.providerConfig.create({
    data: {
      id: configId,
      tenantId,
      provider: "openai-compatible",
      name: "lab",
      isValid: true,
      encryptedConfig: await vault.encrypt(tenantId, place, JSON.stringify({ base_url: upstream.url })),
    },
  });
  await database.asSystem.tenantModel.createMany({
    data: MODEL_TYPES.map((type) => ({
      tenantId,
      providerConfigId: configId,
      provider: "openai-compatible",
      modelId: MODEL_OF[type],
      displayName: MODEL_OF[type],
      type,
      isEnabled: true,
      pricesPerMillion: { inputTokens: "1", outputTokens: "2", characters: "15", audioMs: "0.1", searches: "2000" },
      priceSource: "test",
    })),
  });
  await database.asSystem.processor.create({
    data: {
      tenantId,
      name: PROCESSOR,
      taskType: "summary",
      configuration: { model_override: { provider: "openai-compatible", model: MODEL_OF.llm }, settings_override: {} },
    },
  });
  await database.asSystem.budget.create({
    data: { id: budgetId, tenantId, name: "Everything", scope: "tenant", period: "month", limitNanoUsd: 0n },
  });
  await snapshot.refreshTenant(tenantId);
  const gate = { snapshot, pepper: runtime.auth.apiKeyPepper, markUsed: () => undefined };
  const handle = createRequestHandler({
    gate,
    gateway: runtime.gateway,
    idempotency: runtime.idempotency,
    operations: createOperations({
      version: "test",
      ledger: runtime.ledger,
      limiter: runtime.limiter,
      snapshot,
      health: runtime.gateway.health,
      checkDatabase: () => database.check(),
      isConsoleReady: () => true,
      isDraining: () => false,
    }),
    servesCalls: true,
    rest: createRestHandler({
      gate,
      services: runtime,
      slugOf: () => "acme",
      refreshTenant: snapshot.refreshTenant,
    }),
    log: runtime.log,
  });
  server = createServer((req, res) => void handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await test.close();
  await upstream.close();
});

async function limit(limitNanoUsd: bigint): Promise<void> {
  await test.runtime.database.asSystem.budget.update({ where: { id: budgetId }, data: { limitNanoUsd } });
  await test.runtime.snapshot.refreshTenant(tenantId);
}

const authorization = `Bearer ${key.reveal()}`;
/** A kept answer would cost nothing and call nobody. */
const headers = { authorization, "cache-control": "no-store" };

/** "ok", or the code of the error. */
async function call(route: string, body: object | (() => FormData)): Promise<string> {
  if (ROUTES.trpc.includes(route)) return callProcedure(route, body);
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${route.replace(/^[A-Z]+ /, "")}`, {
    method: "POST",
    ...(typeof body === "function"
      ? { headers, body: body() }
      : { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return answer.ok ? "ok" : `${answer.status} ${/budget_exceeded/.exec(text)?.[0] ?? text}`;
}

const failure = z.object({ type: z.literal("error"), code: z.string() });

async function callProcedure(path: string, input: unknown): Promise<string> {
  const ctx = await createContext({
    runtime: test.runtime,
    headers: new Headers({ authorization }),
    currentUser: async () => null,
  });
  try {
    const data: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      ctx,
      type: "mutation",
      signal: undefined,
      batchIndex: 0,
      getRawInput: async () => input,
    });
    if (typeof data !== "object" || data === null || !(Symbol.asyncIterator in data)) return "ok";
    for await (const event of z.custom<AsyncIterable<unknown>>().parse(data)) {
      const failed = failure.safeParse(event);
      if (failed.success) return `402 ${failed.data.code}`;
    }
    return "ok";
  } catch (error) {
    const { httpStatus, code } = appErrorOf(z.custom<Parameters<typeof appErrorOf>[0]>().parse(error));
    return `${httpStatus} ${code}`;
  }
}

describe("4. every address that may cost money, from the tables of routes", () => {
  it("has a call here, or a reason why it costs nothing", () => {
    const all = [...ROUTES.http, ...ROUTES.rest, ...ROUTES.trpc];
    expect(all.toSorted()).toEqual(Object.keys(CALLS).toSorted());
    for (const found of Object.values(ROUTES)) expect(found.length).toBeGreaterThan(1);
  });

  it.each(PAID)(
    "%s: with money left it calls the provider; with a budget used up 402 and no call",
    async (_title, route, body) => {
      await limit(10_000_000_000n);
      const before = upstream.log.length;
      expect(await call(route, body)).toBe("ok");
      const after = upstream.log.length;
      expect(after).toBeGreaterThan(before);
      await limit(0n);
      expect(await call(route, body)).toBe("402 budget_exceeded");
      expect(upstream.log).toHaveLength(after);
    },
  );
});
