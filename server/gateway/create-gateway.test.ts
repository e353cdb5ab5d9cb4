import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "./execution/caller";
import type { ChatEvent } from "./spec/chat";
import { type ScriptedUpstream, startScriptedUpstream } from "./testing/scripted-upstream";
import { startTestGateway } from "./testing/start-test-gateway";

const caller: Caller = { tenantId: "tenant-1", apiKeyId: "key-1", userId: null, source: "api" };
const messages = [{ role: "user" as const, content: "Say something." }];

let good: ScriptedUpstream;
let bad: ScriptedUpstream;
let test: Awaited<ReturnType<typeof startTestGateway>>;

const names = [
  "gpt-test",
  "fault-503",
  "cut-after-2",
  "fault-400",
  "no-usage",
  "words-200+pace-5ms",
  "hang",
  "unpriced",
  "fault-401",
];

beforeAll(async () => {
  good = await startScriptedUpstream({
    apiKey: "sk-good-1234567890",
    script: ({ model }) => (model === "fault-401" ? {} : undefined),
  });
  bad = await startScriptedUpstream({ script: ({ model }) => ({ status: model === "fault-401" ? 401 : 503 }) });
  test = await startTestGateway({
    providers: [
      {
        id: "bad",
        values: { base_url: bad.url, api_key: "sk-bad-1234567890" },
        config: { priority: 1 },
        models: [{ modelId: "shared" }, { modelId: "fault-401" }],
      },
      {
        id: "good",
        values: { base_url: good.url, api_key: "sk-good-1234567890" },
        models: [
          ...names.map((modelId) => ({ modelId, ...(modelId === "unpriced" ? { price: null } : {}) })),
          { modelId: "shared" },
        ],
      },
    ],
  });
});

afterAll(async () => {
  await test.close();
  await Promise.all([good.close(), bad.close()]);
});

function call(signal = new AbortController().signal) {
  return { requestId: randomUUID(), signal };
}

async function collect(batches: AsyncGenerator<readonly ChatEvent[], unknown>): Promise<string> {
  let text = "";
  for await (const batch of batches) for (const event of batch) text += event.text ?? "";
  return text;
}

async function recorded(requestId: string) {
  await test.ledger.flush();
  const request = test.store.requests.get(requestId);
  const attempts = [...test.store.attempts.values()].filter((attempt) => attempt.requestId === requestId);
  return { request, attempts: attempts.toSorted((a, b) => a.sequence - b.sequence) };
}

describe("a call through the gateway", () => {
  it("is metered to the nano-dollar from what the provider reported", async () => {
    const options = call();
    const { receipt } = await test.gateway.chat(caller, { request: { model: "gpt-test", messages } }, options);
    const entry = good.log.at(-1);
    const expected = BigInt(entry?.promptTokens ?? -1) * 150n + BigInt(entry?.completionTokens ?? -1) * 600n;
    expect(receipt.costNanoUsd).toBe(expected);
    const { request, attempts } = await recorded(options.requestId);
    expect(request).toMatchObject({
      status: "success",
      costNanoUsd: expected.toString(),
      attemptCount: 1,
      isUsageEstimated: false,
    });
    expect(attempts).toHaveLength(1);
    expect(attempts[0]?.attemptId).toBe(entry?.attemptId);
  });

  it("charges embeddings and rerank for the tokens that the upstream's own log counted, not only chat", async () => {
    const price = { units: { inputTokens: 20_000n }, source: "test" };
    const other = await startTestGateway({
      providers: [
        {
          id: "lab",
          values: { base_url: good.url, api_key: "sk-good-1234567890" },
          models: [
            { modelId: "text-embedding-test", type: "text_embedding", price },
            { modelId: "rerank-test", type: "rerank", price },
          ],
        },
      ],
    });
    try {
      const embedding = call();
      await other.gateway.embed(caller, { model: "text-embedding-test", input: ["a sluice", "a lock"] }, embedding);
      const embedded = good.log.at(-1)?.promptTokens ?? 0;
      const reranking = call();
      await other.gateway.rerank(caller, { model: "rerank-test", query: "gates", documents: ["a", "b c"] }, reranking);
      const reranked = good.log.at(-1)?.promptTokens ?? 0;
      await other.ledger.flush();
      // 0.02 USD per million tokens are 20 nano-dollars a token.
      for (const [{ requestId }, tokens] of [
        [embedding, embedded],
        [reranking, reranked],
      ] as const) {
        expect(tokens).toBeGreaterThan(0);
        expect(other.store.requests.get(requestId)).toMatchObject({
          status: "success",
          isPriced: true,
          isUsageEstimated: false,
          costNanoUsd: String(tokens * 20),
        });
      }
    } finally {
      await other.close();
    }
  });

  it("charges a stream as it charges the same answer in one piece", async () => {
    const options = call();
    const stream = await test.gateway.chatStream(
      caller,
      { request: { model: "gpt-test", messages, stream: true } },
      options,
    );
    expect(await collect(stream.events)).not.toBe("");
    const entry = good.log.at(-1);
    const { request } = await recorded(options.requestId);
    expect(request?.counts).toMatchObject({ inputTokens: entry?.promptTokens, outputTokens: entry?.completionTokens });
    expect(request?.timeToFirstTokenMs).not.toBeNull();
  });

  it("moves on to the next config when one is down, and records both attempts under one request", async () => {
    const options = call();
    const { receipt } = await test.gateway.chat(caller, { request: { model: "shared", messages } }, options);
    expect(receipt).toMatchObject({ providerConfigName: "good", attemptCount: 2 });
    const { request, attempts } = await recorded(options.requestId);
    expect(attempts.map((attempt) => [attempt.sequence, attempt.status, attempt.upstreamStatus])).toEqual([
      [1, "error", 503],
      [2, "success", null],
    ]);
    expect(request).toMatchObject({ status: "success", attemptCount: 2, providerConfigId: "good" });
  });

  it("moves on in a stream too, as long as nothing of the answer was shown", async () => {
    const stream = await test.gateway.chatStream(
      caller,
      { request: { model: "shared", messages, stream: true } },
      call(),
    );
    expect(stream.attemptCount).toBe(2);
    expect(await collect(stream.events)).not.toBe("");
  });

  it("passes over a config that is at its limit, says so in the route, and answers 429 with the wait when no other is left", async () => {
    const limited = await startTestGateway({
      providers: [
        {
          id: "narrow",
          values: { base_url: good.url, api_key: "sk-good-1234567890" },
          config: { priority: 1, requestsPerMinute: 1 },
          models: [{ modelId: "gpt-test" }, { modelId: "words-3" }],
        },
        {
          id: "wide",
          values: { base_url: good.url, api_key: "sk-good-1234567890" },
          models: [{ modelId: "gpt-test" }],
        },
      ],
    });
    try {
      const first = await limited.gateway.chat(caller, { request: { model: "gpt-test", messages } }, call());
      const options = call();
      const second = await limited.gateway.chat(caller, { request: { model: "gpt-test", messages } }, options);
      expect([first.receipt.providerConfigName, second.receipt.providerConfigName]).toEqual(["narrow", "wide"]);
      expect(second.receipt.attemptCount).toBe(1);
      await limited.ledger.flush();
      expect(limited.store.requests.get(options.requestId)?.route).toMatchObject({
        candidates: [
          { outcome: "rejected", reason: expect.stringContaining("1 requests a minute") },
          { providerConfigName: "wide", outcome: "chosen" },
        ],
      });
      const refused = limited.gateway.chat(caller, { request: { model: "words-3", messages } }, call());
      await expect(refused).rejects.toMatchObject({ code: "rate_limited", details: { retryAfterSeconds: 60 } });
    } finally {
      await limited.close();
    }
  });

  it("does not try elsewhere what the provider rejected for its content", async () => {
    const options = call();
    await expect(
      test.gateway.chat(caller, { request: { model: "fault-400", messages } }, options),
    ).rejects.toMatchObject({
      code: "provider_rejected",
    });
    const { request, attempts } = await recorded(options.requestId);
    expect(attempts).toHaveLength(1);
    expect(request).toMatchObject({ status: "error", errorCode: "provider_rejected", costNanoUsd: "0" });
  });

  it("moves on when a provider refuses the stored key, whose text never shows", async () => {
    const options = call();
    await test.gateway.chat(caller, { request: { model: "fault-401", messages } }, options);
    const { attempts } = await recorded(options.requestId);
    expect(attempts[0]).toMatchObject({ errorCode: "provider_auth_failed" });
    expect(JSON.stringify(attempts)).not.toContain("sk-bad-1234567890");
  });

  it("charges what a broken stream had shown, flagged as an estimate", async () => {
    const options = call();
    const stream = await test.gateway.chatStream(
      caller,
      { request: { model: "cut-after-2", messages, stream: true } },
      options,
    );
    await expect(collect(stream.events)).rejects.toMatchObject({ httpStatus: 502 });
    const { request } = await recorded(options.requestId);
    expect(request).toMatchObject({ status: "error", isUsageEstimated: true });
    expect(request?.counts.outputTokens).toBeGreaterThan(0);
  });

  it("estimates and flags what a provider does not report", async () => {
    const { receipt } = await test.gateway.chat(caller, { request: { model: "no-usage", messages } }, call());
    expect(receipt.isUsageEstimated).toBe(true);
    expect(receipt.counts.inputTokens).toBeGreaterThan(0);
    expect(receipt.counts.outputTokens).toBeGreaterThan(0);
  });

  it("calls a model without a price unpriced, never free", async () => {
    const options = call();
    const { receipt } = await test.gateway.chat(caller, { request: { model: "unpriced", messages } }, options);
    expect(receipt.isPriced).toBe(false);
    expect((await recorded(options.requestId)).request).toMatchObject({ isPriced: false, costNanoUsd: "0" });
  });

  it("closes the provider's connection when the client leaves, and charges what was seen", async () => {
    const left = new AbortController();
    const options = call(left.signal);
    const stream = await test.gateway.chatStream(
      caller,
      { request: { model: "words-200+pace-5ms", messages, stream: true } },
      options,
    );
    await stream.events.next();
    left.abort();
    await stream.events.return(undefined);
    const { request } = await recorded(options.requestId);
    expect(request).toMatchObject({ status: "aborted", errorCode: "client_closed", isUsageEstimated: true });
    await expect.poll(() => good.log.at(-1)?.aborted).toBe(true);
  });

  it("settles a stream that is given up before anything of it was read, and closes the provider's connection", async () => {
    const options = call();
    const request = { model: "words-200+pace-5ms", messages, stream: true };
    const stream = await test.gateway.chatStream(caller, { request }, options);
    await stream.events.return(undefined);
    expect(test.ledger.stats().openAttempts).toBe(0);
    const { attempts } = await recorded(options.requestId);
    expect(attempts).toMatchObject([{ status: "aborted", isUsageEstimated: true }]);
    expect(attempts[0]?.counts.outputTokens).toBeGreaterThan(0);
    await expect.poll(() => good.log.at(-1)?.aborted).toBe(true);
  });

  it("records a request that never reached a provider, with the reason", async () => {
    const options = call();
    await expect(
      test.gateway.chat(caller, { request: { model: "nobody-has-this", messages } }, options),
    ).rejects.toMatchObject({
      code: "model_not_found",
    });
    expect((await recorded(options.requestId)).request).toMatchObject({
      status: "error",
      attemptCount: 0,
      errorCode: "model_not_found",
    });
  });

  it("knows no other tenant's models", async () => {
    await expect(
      test.gateway.chat({ ...caller, tenantId: "tenant-2" }, { request: { model: "gpt-test", messages } }, call()),
    ).rejects.toMatchObject({
      code: "not_ready",
    });
  });
});
