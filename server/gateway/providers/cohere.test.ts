import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChatEvent, chatRequest } from "@/server/gateway/spec/chat";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { cohere } from "./cohere";

describe("cohere", () => {
  describeProvider(cohere);
});

const egress = loopbackEgress();
const context = (baseUrl: string, modelId = "command-a-03-2025") =>
  callContext({ definition: cohere, egress, baseUrl, modelId, apiKey: "co-any-0123456789" });
const ask = (content: string, more: Record<string, unknown> = {}) =>
  chatRequest.parse({ model: "m", messages: [{ role: "user", content }], ...more });

async function collect(stream: AsyncIterable<readonly ChatEvent[]> | undefined): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const batch of stream ?? []) events.push(...batch);
  return events;
}

afterAll(() => egress.close());

describe("Cohere as others wrote it", () => {
  const mock = new LLMock({ port: 0 });
  beforeAll(async () => {
    mock.onMessage("hello", { content: "Hi there, how are you?", usage: { input_tokens: 3, output_tokens: 6 } });
    mock.onMessage("weather", { toolCalls: [{ name: "get_weather", arguments: '{"city":"Paris"}' }] });
    mock.onEmbedding(/.*/, { embedding: [0.1, 0.2, 0.3] });
    mock.onRerank(/.*/, [
      { index: 1, relevance_score: 0.9 },
      { index: 0, relevance_score: 0.1 },
    ]);
    await mock.start();
  });
  afterAll(() => mock.stop());

  it("chats, streamed or not, the same text at the same cost", async () => {
    const counts = { inputTokens: 3, outputTokens: 6, searches: 0 };
    const whole = await cohere.llm?.complete(ask("hello"), context(mock.url));
    expect(whole).toMatchObject({ text: "Hi there, how are you?", finishReason: "stop", usage: { counts } });
    const events = await collect(cohere.llm?.stream(ask("hello"), context(mock.url)));
    expect(events.map(({ text }) => text ?? "").join("")).toBe("Hi there, how are you?");
    expect(events.at(-1)).toMatchObject({ finishReason: "stop", usage: { counts } });
  });

  it("calls tools, streamed or not, with the same arguments", async () => {
    const whole = await cohere.llm?.complete(ask("weather"), context(mock.url));
    expect(whole?.toolCalls).toMatchObject([{ name: "get_weather", arguments: '{"city":"Paris"}' }]);
    const deltas = (await collect(cohere.llm?.stream(ask("weather"), context(mock.url)))).flatMap(
      ({ toolCalls }) => toolCalls ?? [],
    );
    expect(new Set(deltas.map(({ index }) => index))).toEqual(new Set([0]));
    expect(deltas.map((delta) => delta.arguments ?? "").join("")).toBe('{"city":"Paris"}');
  });

  it("embeds and ranks", async () => {
    const embedded = await cohere.text_embedding?.embed({ model: "m", input: ["text"] }, context(mock.url));
    expect(embedded?.vectors).toEqual([[0.1, 0.2, 0.3]]);
    const ranked = await cohere.rerank?.rerank({ model: "m", query: "q", documents: ["a", "b"] }, context(mock.url));
    expect(ranked?.ranking).toEqual([
      { index: 1, relevanceScore: 0.9 },
      { index: 0, relevanceScore: 0.1 },
    ]);
  });
});

describe("Cohere's limits", () => {
  let server: ReplayServer;
  beforeAll(async () => {
    server = await startReplayServer();
  });
  afterAll(() => server.close());
  const reply = (body: unknown) =>
    server.reply("*", { status: 200, contentType: "application/json", body: JSON.stringify(body) });
  const replyEvents = (...events: unknown[]) =>
    server.reply("*", {
      status: 200,
      contentType: "text/event-stream",
      body: events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""),
    });
  const sent = (): Record<string, unknown> => JSON.parse(server.received.at(-1)?.body.toString() ?? "{}");
  const answer = { id: "1", finish_reason: "COMPLETE", message: { role: "assistant", content: [] } };

  it.each(["", "/v1", "/v2", "/compatibility/v1"])("takes a base URL that ends in %j", async (ending) => {
    reply(answer);
    await cohere.llm?.complete(ask("?"), context(server.url + ending));
    expect(server.received.at(-1)?.path).toBe("/v2/chat");
  });

  const tool = (name: string) => ({ type: "function", function: { name } });
  const tools = [tool("a"), tool("b")];

  it.each([
    ["auto", ["a", "b"], undefined],
    ["none", ["a", "b"], "NONE"],
    ["required", ["a", "b"], "REQUIRED"],
    [tool("b"), ["b"], "REQUIRED"],
    [{ type: "allowed_tools", allowed_tools: { mode: "auto", tools: [tool("a")] } }, ["a"], undefined],
  ])("says the tool choice %j", async (choice, names, expected) => {
    reply(answer);
    await cohere.llm?.complete(ask("?", { tools, tool_choice: choice }), context(server.url));
    expect(sent().tools).toMatchObject(names.map((name) => ({ function: { name } })));
    expect(sent().tool_choice).toBe(expected);
  });

  it.each([
    ["n", { n: 2 }],
    ["tools.0.type", { tools: [{ type: "web_search" }] }],
    ["web_search_options", { web_search_options: {} }],
    ["modalities", { modalities: ["text", "audio"] }],
    ["response_format", { tools, response_format: { type: "json_object" } }],
    ["stop", { stop: ["1", "2", "3", "4", "5", "6"] }],
    ["messages.0.content", { messages: [{ role: "user", content: [{ type: "file", file: {} }] }] }],
    ["messages.0.content", { messages: [{ role: "tool", tool_call_id: "1", content: [{ type: "video_url" }] }] }],
    ["messages.0.role", { messages: [{ role: "function", name: "f", content: "1" }] }],
  ])("refuses what would lose its meaning: %s", async (param, more) => {
    await expect(cohere.llm?.complete(ask("?", more), context(server.url))).rejects.toMatchObject({
      code: "untranslatable",
      details: { param },
    });
  });

  it.each([
    [{ reasoning_effort: "low" }, { type: "enabled", token_budget: 2_048 }],
    [{ reasoning_effort: "high" }, undefined],
    [{ thinking: { type: "adaptive" } }, undefined],
    [{ thinking: { type: "disabled" } }, { type: "disabled" }],
  ])("asks for the thinking of %j", async (asked, expected) => {
    reply(answer);
    await cohere.llm?.complete(ask("?", asked), context(server.url));
    expect(sent().thinking).toEqual(expected);
  });

  it("gives the probability of each piece of text in OpenAI's shape", async () => {
    reply({ ...answer, logprobs: [{ text: "hé", token_ids: [1, 2], logprobs: [-0.5, -0.25] }] });
    const result = await cohere.llm?.complete(ask("?", { logprobs: true }), context(server.url));
    expect(sent().logprobs).toBe(true);
    expect(result?.logprobs).toEqual({
      content: [{ token: "hé", logprob: -0.75, bytes: [104, 195, 169], top_logprobs: [] }],
    });
  });

  it.each([
    ["provider_unavailable", { type: "message-end", delta: { finish_reason: "ERROR", error: "out of memory" } }],
    ["provider_timeout", { type: "message-end", delta: { finish_reason: "TIMEOUT" } }],
    ["provider_unavailable", { message: "internal server error", id: "1" }],
  ])("takes no failed stream for an answer: %s", async (code, last) => {
    replyEvents({ type: "content-delta", index: 0, delta: { message: { content: { text: "par" } } } }, last);
    await expect(collect(cohere.llm?.stream(ask("?"), context(server.url)))).rejects.toMatchObject({ code });
  });

  it("charges what is billed, not the tokens that Cohere adds, and those only where nothing billed is said", async () => {
    const usage = {
      billed_units: { input_tokens: 3, output_tokens: 9 },
      tokens: { input_tokens: 69, output_tokens: 12 },
    };
    reply({ ...answer, usage });
    const billed = await cohere.llm?.complete(ask("?"), context(server.url));
    expect(billed?.usage?.counts).toEqual({ inputTokens: 3, outputTokens: 9 });
    reply({ ...answer, usage: { tokens: usage.tokens } });
    const used = await cohere.llm?.complete(ask("?"), context(server.url));
    expect(used?.usage?.counts).toEqual({ inputTokens: 69, outputTokens: 12 });
  });

  it("embeds more texts than one call takes, in order, at the sum of what was billed", async () => {
    const before = server.received.length;
    const batch = Array.from({ length: 96 }, (_, index) => [index]);
    reply({ embeddings: { float: batch }, meta: { billed_units: { input_tokens: 7 } } });
    const input = Array.from({ length: 192 }, (_, index) => `text ${index}`);
    const result = await cohere.text_embedding?.embed({ model: "m", input }, context(server.url, "embed-v4.0"));
    expect(result?.vectors).toEqual([...batch, ...batch]);
    expect(result?.usage?.counts).toEqual({ inputTokens: 14 });
    const texts = server.received.slice(before).map(({ body }) => JSON.parse(body.toString()).texts);
    expect(texts).toEqual([input.slice(0, 96), input.slice(96)]);
  });

  it("embeds pictures, and refuses tokens", async () => {
    reply({ embeddings: { float: [[1]] }, meta: { billed_units: { images: 1, image_tokens: 40 } } });
    const picture = "data:image/png;base64,AA==";
    const result = await cohere.text_embedding?.embed(
      { model: "m", input: [picture], input_type: "image" },
      context(server.url, "embed-v4.0"),
    );
    expect(sent()).toMatchObject({ images: [picture], input_type: "image" });
    expect(result?.usage?.counts).toEqual({ inputTokens: 40 });
    await expect(
      cohere.text_embedding?.embed({ model: "m", input: [1, 2] }, context(server.url)),
    ).rejects.toMatchObject({ code: "untranslatable" });
  });

  it.each([{ language: "en", response_format: "srt" as const }, {}])("refuses the transcript %j", async (fields) => {
    const file = new File(["x"], "a.mp3");
    await expect(
      cohere.speech_to_text?.transcribe({ model: "m", file, ...fields }, context(server.url)),
    ).rejects.toMatchObject({ code: "untranslatable" });
  });

  it("lists every page of its models", async () => {
    const pages = [{ models: [{ name: "a", endpoints: ["chat"] }], next_page_token: "n/2" }];
    reply(pages[0]);
    const models = await cohere.listModels(context(server.url));
    expect(models.map(({ id }) => id)).toEqual(["a", "a", "a", "a", "a"]);
    expect(server.received.at(-1)?.path).toBe("/v1/models?page_size=1000&page_token=n%2F2");
  });
});

it.each([
  [400, { message: "too many tokens: total number of tokens in the prompt cannot exceed 4081" }, "context_too_long"],
  [400, { message: "invalid request: message must be at least 1 token long" }, "provider_rejected"],
  [401, { message: "invalid api token" }, "provider_auth_failed"],
  [402, { message: "Please add or update your payment method" }, "provider_quota_exceeded"],
  [404, { message: "model 'xyz' not found, make sure the correct model ID was used" }, "provider_model_missing"],
  [422, { message: "invalid type: model must be a string" }, "provider_rejected"],
  [429, { message: "You are using a Trial key, which is limited to 10 API calls / minute" }, "provider_rate_limited"],
  [498, { message: "blocked output: please try again" }, "content_filtered"],
  [500, { message: "internal server error" }, "provider_unavailable"],
  [501, { message: "not implemented" }, "capability_unsupported"],
  [504, { message: "request timed out" }, "provider_timeout"],
])("Cohere's %i %j is %s", (status, body, code) => {
  expect(cohere.readError({ status, headers: {}, body }).code).toBe(code);
});
