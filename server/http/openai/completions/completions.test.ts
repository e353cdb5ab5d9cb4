import OpenAI, { APIError, UnprocessableEntityError } from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadFixtures } from "@/server/gateway/testing/load-fixtures";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { startDataPlane } from "@/test/start-data-plane";

let upstream: ReplayServer;
let server: Awaited<ReturnType<typeof startDataPlane>>;
let openai: OpenAI;

beforeAll(async () => {
  upstream = await startReplayServer();
  const api_key = "sk-upstream-0000000000";
  server = await startDataPlane([
    {
      id: "native",
      provider: "openai",
      values: { base_url: `${upstream.url}/v1`, api_key },
      models: [{ modelId: "gpt-3.5-turbo-instruct" }],
    },
    {
      id: "claude",
      provider: "anthropic",
      values: { base_url: upstream.url, api_key },
      models: [{ modelId: "claude-opus-4-6" }],
    },
    {
      id: "router",
      provider: "openrouter",
      values: { base_url: upstream.url, api_key },
      models: [{ modelId: "some/chat-model" }],
    },
  ]);
  openai = new OpenAI({ apiKey: server.apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await upstream.close();
});

const fixture = loadFixtures("openai-natives").get("completions");
const model = "gpt-3.5-turbo-instruct";
const CHAT_MODEL = "claude-opus-4-6";

const replyJson = (body: string) => upstream.reply("*", { status: 200, contentType: "application/json", body });
const replyStream = (events: readonly string[]) =>
  upstream.reply("*", {
    status: 200,
    contentType: "text/event-stream",
    body: events.map((event) => `${event}\n\n`).join(""),
  });
const lastSent = () => JSON.parse(upstream.received.at(-1)?.body.toString("utf8") ?? "{}");

async function post(body: unknown): Promise<string> {
  const response = await fetch(`${server.url}/v1/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.apiKey}` },
    body: JSON.stringify(body),
  });
  return response.text();
}

const claudeAnswer = (text: string, stop_reason = "end_turn") =>
  JSON.stringify({
    type: "message",
    id: "msg_1",
    role: "assistant",
    model: CHAT_MODEL,
    content: [{ type: "text", text }],
    stop_reason,
    usage: { input_tokens: 5, output_tokens: 7 },
  });

describe("over a provider of the dialect", () => {
  it("passes several prompts, tokens and suffixes on, and the answer back byte for byte", async () => {
    const answer = JSON.stringify(fixture?.answer, null, 1);
    replyJson(answer);
    for (const prompt of [
      ["a", "b"],
      [1, 2, 3],
      [[1], [2]],
    ]) {
      const body = { model, prompt, suffix: "!", n: 2, best_of: 3, logprobs: 1 };
      expect(await post(body)).toBe(answer);
      expect(lastSent()).toEqual(body);
    }
  });

  it("streams untouched, and shows usage only to a client that asked for it", async () => {
    const events = fixture?.stream ?? [];
    replyStream(events);
    const whole = events.map((event) => `${event}\n\n`);
    expect(await post({ model, prompt: "a", stream: true, stream_options: { include_usage: true } })).toBe(
      whole.join(""),
    );
    expect(await post({ model, prompt: "a", stream: true })).toBe(
      whole.filter((event) => !event.includes('"choices":[]')).join(""),
    );
    expect(lastSent().stream_options).toEqual({ include_usage: true });
  });
});

describe("over a chat model", () => {
  it("answers with a completion that the SDK knows", async () => {
    replyJson(claudeAnswer(" upon a time", "max_tokens"));
    const completion = await openai.completions.create({ model: CHAT_MODEL, prompt: "Once", echo: true });
    expect(lastSent()).toMatchObject({ max_tokens: 16, messages: [{ role: "user" }] });
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^cmpl-/),
      object: "text_completion",
      model: CHAT_MODEL,
      choices: [{ text: "Once upon a time", index: 0, logprobs: null, finish_reason: "length" }],
      usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    });
  });

  it("gives the same streamed as whole, and usage where it is asked for", async () => {
    replyStream(loadFixtures("anthropic").get("llm")?.stream ?? []);
    const ask = { model: CHAT_MODEL, prompt: "Once", echo: true, stream: true } as const;
    const stream = await openai.completions.create({ ...ask, stream_options: { include_usage: true } });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const { text } = Object(loadFixtures("anthropic").get("llm")?.streamed);
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? "").join("")).toBe(`Once${text}`);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect((await post(ask)).endsWith("data: [DONE]\n\n")).toBe(true);
    expect(await post(ask)).not.toContain('"usage"');
  });

  it("gives log probabilities in the parallel lists of the dialect", async () => {
    const content = [
      { token: "Hel", logprob: -0.5, bytes: null, top_logprobs: [{ token: "Hel", logprob: -0.5, bytes: null }] },
      { token: "lo", logprob: -0.1, bytes: null, top_logprobs: [] },
    ];
    const choice = { index: 0, message: { role: "assistant", content: "Hello" }, logprobs: { content } };
    replyJson(JSON.stringify({ id: "x", model: "some/chat-model", choices: [{ ...choice, finish_reason: "stop" }] }));
    const { choices } = await openai.completions.create({ model: "some/chat-model", prompt: "Hi", logprobs: 1 });
    expect(lastSent()).toMatchObject({ logprobs: true, top_logprobs: 1 });
    expect(choices[0]?.logprobs).toEqual({
      tokens: ["Hel", "lo"],
      token_logprobs: [-0.5, -0.1],
      top_logprobs: [{ Hel: -0.5 }, {}],
      text_offset: [0, 3],
    });
  });

  it("refuses what a chat model can't do", async () => {
    const error = await openai.completions.create({ model: CHAT_MODEL, prompt: ["a", "b"] }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ code: "untranslatable", param: "prompt" });
  });
});
