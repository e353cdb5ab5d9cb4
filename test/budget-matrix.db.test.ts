import { callTRPCProcedure } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { MODEL_TYPES, type ModelType } from "@/lib/contracts/model-type";
import { CALL_PATHS } from "@/server/http/create-request-handler";
import { REST_ROUTES } from "@/server/http/rest/routes";
import { createContext } from "@/server/trpc/context";
import { appErrorOf } from "@/server/trpc/error-formatter";
import { appRouter } from "@/server/trpc/router";
import { type RuntimeServer, startRuntimeServer } from "./start-runtime-server";

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

let sluice: RuntimeServer;
let budgetId: string;
beforeAll(async () => {
  const prices = { inputTokens: "1", outputTokens: "2", characters: "15", audioMs: "0.1", searches: "2000" };
  sluice = await startRuntimeServer({ models: MODEL_TYPES.map((type) => ({ id: MODEL_OF[type], type, prices })) });
  await sluice.runtime.database.asSystem.processor.create({
    data: {
      tenantId: sluice.tenantId,
      name: PROCESSOR,
      taskType: "summary",
      configuration: { model_override: { provider: "openai-compatible", model: MODEL_OF.llm }, settings_override: {} },
    },
  });
  budgetId = await sluice.addBudget(0n);
});
afterAll(() => sluice.close());

async function limit(limitNanoUsd: bigint): Promise<void> {
  await sluice.runtime.database.asSystem.budget.update({ where: { id: budgetId }, data: { limitNanoUsd } });
  await sluice.runtime.snapshot.refreshTenant(sluice.tenantId);
}

/** A kept answer would cost nothing and call nobody. */
const headers = () => ({ authorization: `Bearer ${sluice.apiKey}`, "cache-control": "no-store" });

/** "ok", or the code of the error. */
async function call(route: string, body: object | (() => FormData)): Promise<string> {
  if (ROUTES.trpc.includes(route)) return callProcedure(route, body);
  const answer = await fetch(`${sluice.url}${route.replace(/^[A-Z]+ /, "")}`, {
    method: "POST",
    ...(typeof body === "function"
      ? { headers: headers(), body: body() }
      : { headers: { ...headers(), "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return answer.ok ? "ok" : `${answer.status} ${/budget_exceeded/.exec(text)?.[0] ?? text}`;
}

const failure = z.object({ type: z.literal("error"), code: z.string() });

async function callProcedure(path: string, input: unknown): Promise<string> {
  const ctx = await createContext({
    runtime: sluice.runtime,
    headers: new Headers(headers()),
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
      const before = sluice.upstream.log.length;
      expect(await call(route, body)).toBe("ok");
      const after = sluice.upstream.log.length;
      expect(after).toBeGreaterThan(before);
      await limit(0n);
      expect(await call(route, body)).toBe("402 budget_exceeded");
      expect(sluice.upstream.log).toHaveLength(after);
    },
  );
});
