import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openai } from "@/server/gateway/providers/openai";
import type { ChatEvent, ChatRequest } from "@/server/gateway/spec/chat";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";

const KEY = "sk-test-0123456789abcdefghij";
const egress = loopbackEgress();
let upstream: ScriptedUpstream;

beforeAll(async () => {
  upstream = await startScriptedUpstream({ apiKey: KEY });
});
afterAll(async () => {
  await egress.close();
  await upstream.close();
});

const chat = openai.llm;
if (chat === undefined) throw new Error("openai chats");

function request(model: string): ChatRequest {
  return { model, messages: [{ role: "user", content: "say five words" }] };
}

function context(modelId: string, more: Partial<Parameters<typeof callContext>[0]> = {}) {
  return callContext({ definition: openai, egress, baseUrl: upstream.url, modelId, apiKey: KEY, ...more });
}

async function collect(stream: AsyncIterable<readonly ChatEvent[]>): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const batch of stream) events.push(...batch);
  return events;
}

async function failure(action: Promise<unknown>) {
  return action.then(
    () => expect.fail("it did not fail"),
    (error: { code: string; message: string; details: { upstreamStatus?: number; retryAfterSeconds?: number } }) =>
      error,
  );
}

describe("the transport on a real socket", () => {
  it("answers a chat with text, usage and the upstream's own body", async () => {
    const result = await chat.complete(request("gpt-test"), context("gpt-test"));
    expect(result).toMatchObject({
      text: "word0 word1 word2 word3 word4",
      finishReason: "stop",
      usage: { counts: { inputTokens: 3, outputTokens: 5 } },
    });
    expect(JSON.parse(result.raw?.text ?? "")).toMatchObject({ object: "chat.completion" });
  });

  it("streams the same answer and marks the closing usage chunk", async () => {
    const events = await collect(chat.stream(request("gpt-test"), context("gpt-test")));
    expect(events.map((event) => event.text ?? "").join("")).toBe("word0 word1 word2 word3 word4");
    expect(events.at(-1)).toMatchObject({ isUsageOnly: true, usage: { counts: { inputTokens: 3, outputTokens: 5 } } });
  });

  it.each([
    ["fault-400", "provider_rejected", 400],
    ["fault-401", "provider_auth_failed", 401],
    ["fault-403", "provider_auth_failed", 403],
    ["fault-404", "provider_model_missing", 404],
    ["fault-408", "provider_timeout", 408],
    ["fault-429", "provider_rate_limited", 429],
    ["fault-500", "provider_unavailable", 500],
    ["fault-503", "provider_unavailable", 503],
    ["fault-504", "provider_timeout", 504],
    ["fault-529", "provider_unavailable", 529],
    ["html", "provider_bad_response", 200],
    ["bad-json", "provider_bad_response", 200],
    ["empty", "provider_bad_response", 200],
    ["redirect", "provider_bad_response", 307],
  ])("%s is %s, streamed or not", async (model, code, status) => {
    const plain = await failure(chat.complete(request(model), context(model)));
    expect(plain).toMatchObject({ code, details: { upstreamStatus: status } });
    const streamed = await failure(collect(chat.stream(request(model), context(model))));
    expect(streamed.code).toBe(code);
  });

  it("says where a redirect led, and what HTML means", async () => {
    expect((await failure(chat.complete(request("redirect"), context("redirect")))).message).toContain(
      "elsewhere.example",
    );
    const html = await failure(chat.complete(request("html"), context("html")));
    expect(html.message).toContain("HTML (text/html)");
    expect(html.message).toContain("base URL");
  });

  it("passes on how long to wait", async () => {
    const error = await failure(chat.complete(request("x"), context("fault-429+retry-after-7")));
    expect(error.details.retryAfterSeconds).toBe(7);
  });

  it("never repeats a refused key, even where the upstream does", async () => {
    const apiKey = "sk-wrong-zyxwvutsrqponmlkj987";
    const error = await failure(chat.complete(request("gpt-test"), context("gpt-test", { apiKey })));
    expect(error.code).toBe("provider_auth_failed");
    expect(JSON.stringify(error) + error.message).not.toContain("zyxwv");
  });

  it("takes the key out of an error inside a stream too, whatever its shape", async () => {
    const odd = await startScriptedUpstream({
      script: ({ headers }) => ({
        errorAfter: 1,
        errorMessage: `Worker failed for ${headers.authorization?.slice(7, -2)}`,
      }),
    });
    const apiKey = "plain words as key";
    const error = await failure(collect(chat.stream(request("x"), context("x", { apiKey, baseUrl: odd.url }))));
    expect(error.message).toContain("Worker failed");
    expect(error.message).not.toContain("plain words");
    await odd.close();
  });

  it("refuses a key that HTTP can't carry without quoting it", async () => {
    const error = await failure(
      chat.complete(request("gpt-test"), context("gpt-test", { apiKey: "sk-secret\nvalue-in-two-lines" })),
    );
    expect(error.code).toBe("provider_auth_failed");
    expect(error.message).not.toContain("secret");
  });

  it.each(["cut-after-2", "end-after-2"])("%s is a broken stream, after the words that came", async (model) => {
    const seen: string[] = [];
    const error = await failure(
      (async () => {
        for await (const batch of chat.stream(request(model), context(model)))
          for (const event of batch) if (event.text !== undefined) seen.push(event.text);
      })(),
    );
    expect(error.code).toBe("provider_stream_broken");
    expect(seen).toEqual(["word0", " word1"]);
  });

  it("takes a finish reason without [DONE] for a complete answer", async () => {
    const events = await collect(chat.stream(request("x"), context("no-done")));
    expect(events.some((event) => event.finishReason === "stop")).toBe(true);
  });

  it("takes a connection lost after the finish reason for the end of the answer", async () => {
    const events = await collect(chat.stream(request("x"), context("cut-at-end")));
    expect(events.map((event) => event.text ?? "").join("")).toBe("word0 word1 word2 word3 word4");
  });

  it("frees every socket of two hundred clients that leave at random moments", async () => {
    const before = upstream.openSockets();
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const abort = new AbortController();
        setTimeout(() => abort.abort(), (index * 7) % 150);
        const error = await failure(
          collect(chat.stream(request("x"), context("pace-5ms+words-500", { signal: abort.signal }))),
        );
        expect(error.code).toBe("client_closed");
      }),
    );
    await expect.poll(() => upstream.openSockets(), { timeout: 1000, interval: 10 }).toBeLessThanOrEqual(before + 1);
  });

  it("throws an error object inside a stream as its translation", async () => {
    expect((await failure(collect(chat.stream(request("x"), context("error-after-2"))))).code).toBe(
      "provider_unavailable",
    );
  });

  it("cuts an upstream that never answers at the first-byte limit", async () => {
    const startedAt = performance.now();
    const error = await failure(
      chat.complete(request("x"), context("hang", { timeouts: { firstByteTimeoutMs: 200 } })),
    );
    expect(error.code).toBe("provider_timeout");
    expect(error.message).toContain("200 ms");
    expect(performance.now() - startedAt).toBeLessThan(700);
  });

  it("cuts a stalled stream at the idle limit and a slow one at the total limit", async () => {
    const stalled = await failure(
      collect(chat.stream(request("x"), context("stall-after-1", { timeouts: { idleTimeoutMs: 200 } }))),
    );
    expect(stalled).toMatchObject({ code: "provider_timeout", message: expect.stringContaining("began to answer") });
    const slow = await failure(
      collect(chat.stream(request("x"), context("pace-50ms+words-100", { timeouts: { totalTimeoutMs: 300 } }))),
    );
    expect(slow).toMatchObject({ code: "provider_timeout", message: expect.stringContaining("did not finish") });
  });

  it("closes the upstream's socket when the client goes away", async () => {
    const abort = new AbortController();
    const seen: ChatEvent[] = [];
    const error = await failure(
      (async () => {
        for await (const batch of chat.stream(request("x"), context("pace-20ms+words-500", { signal: abort.signal }))) {
          seen.push(...batch);
          if (seen.length >= 3) abort.abort();
        }
      })(),
    );
    expect(error.code).toBe("client_closed");
    const entry = upstream.log.at(-1);
    await expect.poll(() => entry?.isClosed, { timeout: 500, interval: 5 }).toBe(true);
    expect(entry?.aborted).toBe(true);
  });

  it("keeps one connection for a hundred requests in a row", async () => {
    const before = upstream.openSockets();
    for (let i = 0; i < 100; i++) {
      if (i % 2 === 0) await chat.complete(request("gpt-test"), context("gpt-test"));
      else await collect(chat.stream(request("gpt-test"), context("gpt-test")));
    }
    expect(upstream.openSockets()).toBeLessThanOrEqual(before + 1);
  });
});
