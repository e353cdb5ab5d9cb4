import { randomBytes } from "node:crypto";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI, { APIError, AuthenticationError, toFile } from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashApiKeySecret, mintApiKey } from "@/server/auth/api-keys";
import { patientHealth } from "@/server/gateway/testing/patient-health";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startTestGateway } from "@/server/gateway/testing/start-test-gateway";
import { createLog } from "@/server/log";
import { createRequestHandler, type DataPlane } from "./create-request-handler";
import { createOperations } from "./operations/operations";

const pepper = randomBytes(32);
const key = mintApiKey();
const expired = mintApiKey();

let upstream: ScriptedUpstream;
let test: Awaited<ReturnType<typeof startTestGateway>>;
let server: Server;
let base: string;
let openai: OpenAI;

const entry = (minted: typeof key, expiresAtMs: number | null) => ({
  id: minted.publicId,
  publicId: minted.publicId,
  secretHmac: hashApiKeySecret(pepper, minted.secret),
  tenantId: "tenant-1",
  name: "test",
  role: "developer" as const,
  expiresAtMs,
});

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  test = await startTestGateway({
    health: patientHealth(),
    providers: [
      {
        id: "lab",
        values: { base_url: upstream.url },
        models: [
          ...[
            "gpt-test",
            "cut-after-2",
            "html",
            "bad-json",
            "fault-429+retry-after-7",
            "redirect",
            "words-500+pace-5ms",
            "gpt-\u{1f680}",
          ].map((modelId) => ({ modelId })),
          { modelId: "text-embedding-test", type: "text_embedding" },
          { modelId: "rerank-test", type: "rerank" },
          { modelId: "tts-test", type: "tts" },
          { modelId: "whisper-test", type: "speech_to_text" },
        ],
      },
    ],
    defaults: [{ modelType: "llm", provider: "openai-compatible", modelId: "gpt-test", providerConfigId: "lab" }],
    apiKeys: [entry(key, null), entry(expired, Date.now() - 1)],
  });
  const plane: DataPlane = {
    gate: { snapshot: test.snapshot, pepper, markUsed: () => undefined },
    gateway: test.gateway,
    operations: createOperations({
      version: "test",
      ledger: test.ledger,
      limiter: test.limiter,
      snapshot: test.snapshot,
      health: test.gateway.health,
      checkDatabase: async () => undefined,
      isConsoleReady: () => true,
      isDraining: () => false,
    }),
    servesCalls: true,
    rest: async () => false,
    log: createLog("silent"),
  };
  const handle = createRequestHandler(plane);
  const handleConsole = createRequestHandler({ ...plane, servesCalls: false });
  server = createServer(async (req, res) => {
    const serve = req.headers["x-test-role"] === "console" ? handleConsole : handle;
    if (!(await serve(req, res))) res.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  openai = new OpenAI({ apiKey: key.key.reveal(), baseURL: `${base}/v1`, maxRetries: 0 });
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await test.close();
  await upstream.close();
});

const messages = [{ role: "user" as const, content: "Say something." }];

/** What the stock SDK raises for a failed call. */
async function raised(run: () => Promise<unknown>): Promise<APIError> {
  const error = await run().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof APIError) return error;
  throw new Error(`expected an APIError, got ${String(error)}`);
}

describe("the stock openai SDK", () => {
  it("chats, and finds model, provider, cost and request id in the headers", async () => {
    const { data, response } = await openai.chat.completions.create({ model: "auto", messages }).withResponse();
    expect(data.choices[0]?.message.content).toBeTruthy();
    expect(data.usage?.total_tokens).toBeGreaterThan(0);
    expect(response.headers.get("x-sluice-model")).toBe("gpt-test");
    expect(response.headers.get("x-sluice-provider")).toBe("openai-compatible");
    expect(response.headers.get("x-sluice-cost-usd")).toMatch(/^0\.0+\d+$/);
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("gets the same text streamed as whole", async () => {
    const whole = await openai.chat.completions.create({ model: "gpt-test", messages });
    let text = "";
    for await (const chunk of await openai.chat.completions.create({ model: "gpt-test", messages, stream: true })) {
      expect(chunk.choices.length).toBeGreaterThan(0);
      text += chunk.choices[0]?.delta.content ?? "";
    }
    expect(text).toBe(whole.choices[0]?.message.content);
  });

  it("gets usage in a stream only when it asks for it", async () => {
    const stream = await openai.chat.completions.create({
      model: "gpt-test",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
  });

  it("embeds in floats and in base64 alike, reranks, speaks and transcribes", async () => {
    const floats = await openai.embeddings.create({
      model: "text-embedding-test",
      input: ["a", "b"],
      encoding_format: "float",
    });
    const decoded = await openai.embeddings.create({ model: "text-embedding-test", input: ["a", "b"] });
    expect(decoded.data.map((each) => each.embedding.length)).toEqual(floats.data.map((each) => each.embedding.length));
    decoded.data[0]?.embedding.forEach((value, index) => {
      expect(value).toBeCloseTo(floats.data[0]?.embedding[index] ?? Number.NaN, 5);
    });
    const ranked = await openai.post<{ results: { index: number; relevance_score: number }[] }>("/rerank", {
      body: { model: "rerank-test", query: "cats", documents: ["about dogs", "about cats"], top_n: 1 },
    });
    expect(ranked.results).toHaveLength(1);
    const speech = await openai.audio.speech.create({ model: "tts-test", voice: "alloy", input: "Hello" });
    expect((await speech.arrayBuffer()).byteLength).toBeGreaterThan(0);
    const file = await toFile(Buffer.alloc(3200), "a.wav");
    const transcription = await openai.audio.transcriptions.create({ model: "whisper-test", file });
    expect(transcription.text).toBeTruthy();
    const subtitles = await openai.audio.transcriptions.create({ model: "whisper-test", file, response_format: "vtt" });
    expect(subtitles).toMatch(/^WEBVTT/);
  });

  it("reranks for Cohere's clients, of either version, with the documents sent back as they came", async () => {
    const documents = [{ title: "Alien", text: "dogs" }, { title: "Cats" }];
    const ask = (path: string) =>
      openai.post<object>(path, {
        body: { model: "rerank-test", query: "cats", documents, rank_fields: ["title"], return_documents: true },
      });
    const v1 = { meta: { api_version: { version: "1" } }, usage: { total_tokens: expect.any(Number) } };
    const results = [1, 0].map((index) => ({ index, relevance_score: expect.any(Number), document: documents[index] }));
    expect(await ask(`${base}/v1/rerank`)).toMatchObject({ ...v1, results });
    expect(await ask(`${base}/v2/rerank`)).toMatchObject({ meta: { api_version: { version: "2" } }, results });
    expect(upstream.requests.at(-1)?.body.documents).toEqual(["Alien", "Cats"]);
  });

  it("gets its answer from a model whose name no header can hold, with the name escaped", async () => {
    const { response } = await openai.chat.completions.create({ model: "gpt-\u{1f680}", messages }).withResponse();
    expect(response.headers.get("x-sluice-model")).toBe("gpt-%F0%9F%9A%80");
  });

  it("lists the models it may call, and one of them", async () => {
    const listed = (await openai.models.list()).data.map((model) => model.id);
    expect(listed).toContain("gpt-test");
    expect((await openai.models.retrieve("gpt-test")).id).toBe("gpt-test");
  });

  it("raises its own class, with our code and what to do, for each failure", async () => {
    const wrong = new OpenAI({ apiKey: mintApiKey().key.reveal(), baseURL: `${base}/v1`, maxRetries: 0 });
    const unauthorised = await raised(() => wrong.models.list());
    expect(unauthorised).toBeInstanceOf(AuthenticationError);
    const old = new OpenAI({ apiKey: expired.key.reveal(), baseURL: `${base}/v1`, maxRetries: 0 });
    expect((await raised(() => old.models.list())).message).toContain("expired");

    const cases: [string, number, string][] = [
      ["nobody-has-this", 404, "model_not_found"],
      ["tts-test", 422, "model_type_mismatch"],
      ["html", 502, "provider_bad_response"],
      ["bad-json", 502, "provider_bad_response"],
      ["redirect", 502, "provider_bad_response"],
      ["fault-429+retry-after-7", 429, "provider_rate_limited"],
    ];
    for (const [model, status, code] of cases) {
      const error = await raised(() => openai.chat.completions.create({ model, messages }));
      expect([model, error.status, error.code]).toEqual([model, status, code]);
      expect(error.message.length).toBeGreaterThan(40);
      if (status === 429) expect(error.headers?.get("retry-after")).toBe("7");
    }
  });

  it("sees a stream that breaks off as an error, not as an answer that is whole", async () => {
    const stream = await openai.chat.completions.create({ model: "cut-after-2", messages, stream: true });
    let text = "";
    const error = await raised(async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    });
    expect(text).not.toBe("");
    expect(error.code).toMatch(/^provider_/);
  });
});

describe("bad input", () => {
  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${base}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key.key.reveal()}`, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : new Uint8Array(body),
    });

  it.each([
    ["broken JSON", "{", "invalid_request"],
    ["no model", JSON.stringify({ messages }), "invalid_request"],
    ["a model's name of a megabyte", JSON.stringify({ model: "x".repeat(1_000_000), messages }), "invalid_request"],
    ["no messages", JSON.stringify({ model: "auto", messages: [] }), "invalid_request"],
    ["a temperature past 2", JSON.stringify({ model: "auto", messages, temperature: 3 }), "invalid_request"],
    ["a list for a body", "[]", "invalid_request"],
  ])("answers 400 that names the field for %s", async (_, body, code) => {
    const response = await post("/v1/chat/completions", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code, message: expect.any(String) } });
  });

  it("refuses a 50 MB body before reading it all", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const req = httpRequest(`${base}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${key.key.reveal()}`, "content-length": 50_000_000 },
      });
      req.on("response", (response) => {
        resolve(response.statusCode);
        req.destroy();
      });
      req.on("error", reject);
      req.write("{");
    });
    expect(status).toBe(413);
  });

  it("refuses a body of unknown length once it is too large, with an answer", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const req = httpRequest(`${base}/v1/audio/speech`, {
        method: "POST",
        headers: { authorization: `Bearer ${key.key.reveal()}` },
      });
      req.on("response", (response) => {
        resolve(response.statusCode);
        req.destroy();
      });
      req.on("error", reject);
      for (let sent = 0; sent <= 16; sent++) req.write(Buffer.alloc(64_000, "x"));
    });
    expect(status).toBe(413);
  });

  it("answers 400 to a path with a broken escape", async () => {
    const response = await fetch(`${base}/v1/models/%E0%A4%A`, {
      headers: { authorization: `Bearer ${key.key.reveal()}` },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("percent escape");
  });

  it("answers an unknown path and method with what there is", async () => {
    expect((await post("/v1/nothing", "{}")).status).toBe(404);
    expect(await (await post("/v1/v1/chat/completions", "{}")).text()).toContain("/v1 twice");
    const get = await fetch(`${base}/v1/chat/completions`, {
      headers: { authorization: `Bearer ${key.key.reveal()}` },
    });
    expect(get.status).toBe(405);
  });

  it("never shows a key in an error, whatever was sent as one", async () => {
    for (const value of [
      "sk-proj-abcdefghijklmnopqrstuvwxyz",
      `sk-sluice-${key.publicId}-${"x".repeat(43)}`,
      "Basic abcdefghijklmnop",
    ]) {
      const response = await fetch(`${base}/v1/models`, { headers: { authorization: `Bearer ${value}` } });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain(value.slice(10));
    }
  });
});

describe("a client that leaves", () => {
  it("closes the provider's connection within 200 ms", async () => {
    const left = new AbortController();
    const response = await fetch(`${base}/v1/chat/completions`, {
      method: "POST",
      signal: left.signal,
      headers: { authorization: `Bearer ${key.key.reveal()}` },
      body: JSON.stringify({ model: "words-500+pace-5ms", messages, stream: true }),
    });
    await response.body?.getReader().read();
    const before = performance.now();
    left.abort();
    await expect.poll(() => upstream.log.at(-1)?.aborted, { timeout: 2_000, interval: 5 }).toBe(true);
    expect(performance.now() - before).toBeLessThan(200);
  });
});

describe("a replica of the role console", () => {
  it("says on /v1 that calls belong elsewhere, key or none", async () => {
    const response = await fetch(`${base}/v1/models`, { headers: { "x-test-role": "console" } });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("SLUICE_ROLE=console");
  });
});

describe("the operator's probes", () => {
  it("say alive, ready and how the ledger stands, without a key", async () => {
    expect(await (await fetch(`${base}/healthz`)).json()).toMatchObject({ status: "ok" });
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${base}/metrics`)).text()).toContain("sluice_ledger_healthy 1");
  });
});
