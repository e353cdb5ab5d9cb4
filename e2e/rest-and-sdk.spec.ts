import type { LLMock } from "@copilotkit/aimock";
import { type APIRequestContext, expect, request, test } from "@playwright/test";
import OpenAI, { toFile } from "openai";
import { FIRST_OWNER } from "./first-owner";
import { AIMOCK_MODELS, CHAT_TEXT, CHAT_USAGE, startAimock } from "./start-aimock";
import { AIMOCK_PORT, DEAD_PORT } from "./upstream-ports";

const PROVIDER_KEY = "sk-aimock-5f0c2b7de91a4466";

let aimock: LLMock;
let rest: APIRequestContext;
let openai: OpenAI;

test.beforeAll(async ({ baseURL }) => {
  aimock = await startAimock(AIMOCK_PORT);
  rest = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${FIRST_OWNER.apiKey}` } });
  openai = new OpenAI({ apiKey: FIRST_OWNER.apiKey, baseURL: `${baseURL}/v1`, maxRetries: 0 });
});

test.afterAll(async () => {
  for (const name of ["script", "script-rerank"]) await rest.delete(`/api/providers/${name}?confirm=true`);
  await rest.dispose();
  await aimock.stop();
});

test("a script sets up a tenant over REST, calls all five types with the stock SDK, and finds each call with its exact cost", async () => {
  const base_url = `http://127.0.0.1:${AIMOCK_PORT}/v1`;
  const saved = await rest.post("/api/providers", {
    data: { provider: "openai", name: "script", config: { api_key: PROVIDER_KEY, base_url } },
  });
  expect(saved.status(), await saved.text()).toBe(201);
  expect(await saved.json()).toMatchObject({ isValid: true, name: "script" });
  expect(await saved.text()).not.toContain(PROVIDER_KEY);
  const reranker = await rest.post("/api/providers", {
    data: { provider: "jina", name: "script-rerank", config: { api_key: PROVIDER_KEY, base_url } },
  });
  expect(reranker.status(), await reranker.text()).toBe(201);

  const defaults: [string, string, string][] = [
    ["llm", "openai", AIMOCK_MODELS.chat],
    ["text_embedding", "openai", AIMOCK_MODELS.embedding],
    ["rerank", "jina", AIMOCK_MODELS.rerank],
    ["tts", "openai", AIMOCK_MODELS.speech],
    ["speech_to_text", "openai", AIMOCK_MODELS.transcription],
  ];
  for (const [modelType, provider, model] of defaults) {
    const set = await rest.post("/api/model-settings", { data: { modelType, provider, model } });
    expect(set.status(), await set.text()).toBe(200);
  }

  const messages = [{ role: "user" as const, content: "What is a sluice for?" }];
  const whole = await openai.chat.completions.create({ model: "auto", messages }).withResponse();
  expect(whole.data.choices[0]?.message.content).toBe(CHAT_TEXT);
  expect(whole.data.usage).toMatchObject(CHAT_USAGE);

  const streaming = await openai.chat.completions.create({ model: "auto", messages, stream: true }).withResponse();
  let streamed = "";
  for await (const chunk of streaming.data) streamed += chunk.choices[0]?.delta.content ?? "";
  expect(streamed).toBe(CHAT_TEXT);

  const embedded = await openai.embeddings.create({ model: "auto", input: "a sluice" }).withResponse();
  expect(embedded.data.data[0]?.embedding.map((value) => Math.round(value * 10) / 10)).toEqual([0.6, 0.8, 0]);

  const ranked = await rest.post("/v1/rerank", {
    data: { model: "auto", query: "gates", documents: ["dogs", "sluice gates"] },
  });
  expect((await ranked.json()).results[0]).toMatchObject({ index: 1 });

  const speech = await openai.audio.speech.create({ model: "auto", voice: "alloy", input: "Open the gate" });
  expect((await speech.arrayBuffer()).byteLength).toBeGreaterThan(0);

  const file = await toFile(Buffer.alloc(64_000), "gate.wav");
  const transcribed = await openai.audio.transcriptions.create({ model: "auto", file }).withResponse();
  expect(transcribed.data.text).toBe("Water under the gate.");

  // By hand: gpt-4o-mini is $0.15 and $0.60 per million, so 21 × 150 + 9 × 600 = 8,550 nano-dollars; tts-1 is $15 per million
  // characters, so 13 × 15,000; whisper-1 is $0.006 a minute, so 5 s are 500,000. The mock reports 0 tokens embedded and reranked, and an explicit zero stays zero.
  const expected: [string | null, Record<string, unknown>][] = [
    [
      whole.response.headers.get("x-request-id"),
      { costNanoUsd: "8550", isPriced: true, promptTokens: 21, completionTokens: 9, isStream: false },
    ],
    [streaming.response.headers.get("x-request-id"), { costNanoUsd: "8550", isPriced: true, isStream: true }],
    [
      embedded.response.headers.get("x-request-id"),
      { modelType: "text_embedding", status: "success", costNanoUsd: "0", isPriced: true },
    ],
    [ranked.headers()["x-request-id"] ?? null, { modelType: "rerank", status: "success", costNanoUsd: "0" }],
    [speech.headers.get("x-request-id"), { modelType: "tts", costNanoUsd: "195000", isPriced: true }],
    [
      transcribed.response.headers.get("x-request-id"),
      { modelType: "speech_to_text", costNanoUsd: "500000", isPriced: true },
    ],
  ];
  for (const [id, facts] of expected) {
    await expect.poll(async () => (await rest.get(`/api/requests/${id}`)).status()).toBe(200);
    expect(await (await rest.get(`/api/requests/${id}`)).json()).toMatchObject(facts);
  }
  expect(whole.response.headers.get("x-sluice-cost-usd")).toBe("0.00000855");
});

test("nothing is saved by halves when the key is wrong, the host dead, the address private or the answer not an API", async () => {
  const attempts: [string, Record<string, string>, number, RegExp][] = [
    [
      "a dead host",
      { api_key: PROVIDER_KEY, base_url: `http://127.0.0.1:${DEAD_PORT}/v1` },
      422,
      /provider_unavailable/,
    ],
    ["a private host", { api_key: PROVIDER_KEY, base_url: "http://127.0.0.1:1/v1" }, 403, /egress_blocked/],
    ["cloud metadata", { api_key: PROVIDER_KEY, base_url: "http://169.254.169.254/v1" }, 403, /egress_blocked/],
    ["metadata in disguise", { api_key: PROVIDER_KEY, base_url: "http://0xa9fea9fe/v1" }, 403, /egress_blocked/],
    ["a file", { api_key: PROVIDER_KEY, base_url: "file:///etc/passwd" }, 400, /invalid_request/],
    ["a key with a line break", { api_key: "sk-one\ntwo" }, 400, /invalid_request/],
    [
      "a page for an API",
      { api_key: PROVIDER_KEY, base_url: `http://127.0.0.1:${AIMOCK_PORT}/nowhere` },
      422,
      /fix|Check/,
    ],
  ];
  for (const [what, config, status, reason] of attempts) {
    const response = await rest.post("/api/providers", { data: { provider: "openai", name: "half", config } });
    expect([what, response.status(), await response.text()]).toEqual([what, status, expect.stringMatching(reason)]);
    expect(await response.text()).not.toContain(PROVIDER_KEY);
  }
  expect(await (await rest.get("/api/providers")).text()).not.toContain('"half"');
});
