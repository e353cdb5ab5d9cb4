import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startDataPlane } from "@/test/start-data-plane";

let scripted: ScriptedUpstream;
let openAiLike: ReplayServer;
let claude: ReplayServer;
let google: ReplayServer;
let server: Awaited<ReturnType<typeof startDataPlane>>;
let anthropic: Anthropic;

beforeAll(async () => {
  scripted = await startScriptedUpstream();
  openAiLike = await startReplayServer();
  claude = await startReplayServer();
  google = await startReplayServer();
  server = await startDataPlane([
    {
      id: "lab",
      values: { base_url: scripted.url },
      models: [
        ...["gpt-test", "fault-429+retry-after-7", "fault-401", "cut-after-2"].map((modelId) => ({ modelId })),
        { modelId: "embedding-test", type: "text_embedding" },
      ],
    },
    {
      id: "chat",
      values: { base_url: `${openAiLike.url}/v1` },
      models: [{ modelId: "thinker" }, { modelId: "shared" }],
    },
    {
      id: "google",
      provider: "gemini",
      values: { base_url: `${google.url}/v1beta`, api_key: "AIza-test-0000000000" },
      models: [{ modelId: "gemini-3-pro" }],
    },
    {
      id: "claude",
      provider: "anthropic",
      values: { base_url: claude.url, api_key: "sk-ant-test-0000000000" },
      models: [
        { modelId: "claude-opus-4-6", displayName: "Claude Opus 4.6", contextWindow: 200_000 },
        { modelId: "shared" },
      ],
    },
  ]);
  anthropic = new Anthropic({ apiKey: server.apiKey, baseURL: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await scripted.close();
  await openAiLike.close();
  await claude.close();
  await google.close();
});

const messages: Anthropic.MessageParam[] = [{ role: "user", content: "Say something." }];
const ask = { max_tokens: 100, messages };

/** What the stock SDK raises for a failed call. */
async function raised(run: () => Promise<unknown>): Promise<APIError> {
  const error = await run().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof APIError) return error;
  throw new Error(`expected an APIError, got ${String(error)}`);
}

/** The body of the last request that an upstream got. */
function lastSent(upstream: ReplayServer): Record<string, unknown> {
  return JSON.parse(upstream.received.at(-1)?.body.toString() ?? "{}");
}

const sse = (events: readonly (readonly [string, string])[]) =>
  events.map(([event, data]) => `${event === "" ? "" : `event: ${event}\n`}data: ${data}\n\n`).join("");
const chunk = (delta: object, finish: string | null = null) =>
  ["", JSON.stringify({ id: "c1", model: "thinker", choices: [{ index: 0, delta, finish_reason: finish }] })] as const;
const usage = { prompt_tokens: 20, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 8 } };
const done = [
  ["", JSON.stringify({ id: "c1", model: "thinker", choices: [], usage })],
  ["", "[DONE]"],
] as const;

function replyStream(upstream: ReplayServer, events: readonly (readonly [string, string])[]): void {
  upstream.reply("*", { status: 200, contentType: "text/event-stream", body: sse(events) });
}
function replyJson(upstream: ReplayServer, body: string, status = 200): void {
  upstream.reply("*", { status, contentType: "application/json", body });
}

const claudeMessage = `{"id":"msg_1", "type":"message","role":"assistant","model":"claude-opus-4-6",
  "content":[{"type":"thinking","thinking":"Hm.","signature":"EqQB+/=="},{"type":"text","text":"Yes.","citations":null}],
  "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":5},"a_field_of_tomorrow":{"x":[1.0]}}`;

const claudeEvents = [
  [
    "message_start",
    `{"type":"message_start","message":{"id":"msg_2","type":"message","role":"assistant","model":"claude-opus-4-6","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":1}}}`,
  ],
  ["ping", `{"type": "ping"}`],
  [
    "content_block_start",
    `{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}`,
  ],
  [
    "content_block_delta",
    `{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}`,
  ],
  [
    "content_block_delta",
    `{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB+/=="}}`,
  ],
  ["content_block_stop", `{"type":"content_block_stop","index":0}`],
  ["content_block_start", `{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}`],
  [
    "content_block_delta",
    `{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Y\\u0065s."},"p":"abc"}`,
  ],
  ["an_event_of_tomorrow", `{"type":"an_event_of_tomorrow","x":1.0}`],
  ["content_block_stop", `{"type":"content_block_stop","index":1}`],
  [
    "message_delta",
    `{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}`,
  ],
  ["message_stop", `{"type":"message_stop"}`],
] as const;

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { "x-api-key": server.apiKey, "anthropic-version": "2023-06-01", ...headers },
    body,
  });

describe("the stock Anthropic SDK over a provider of another dialect", () => {
  it("gets a Message, with the request's id where it looks for it and the cost beside", async () => {
    const { data, response, request_id } = await anthropic.messages
      .create({ model: "gpt-test", ...ask })
      .withResponse();
    expect(data).toMatchObject({
      type: "message",
      role: "assistant",
      model: "gpt-test",
      stop_reason: "end_turn",
      stop_sequence: null,
      content: [{ type: "text", text: expect.stringContaining("word0") }],
    });
    expect(data.id).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(data.usage.input_tokens).toBeGreaterThan(0);
    expect(request_id).toBe(response.headers.get("x-request-id"));
    expect(response.headers.get("x-sluice-cost-usd")).toMatch(/^0\.0+\d+$/);
  });

  it("gets the same Message streamed as whole", async () => {
    const whole = await anthropic.messages.create({ model: "gpt-test", ...ask });
    const streamed = await anthropic.messages.stream({ model: "gpt-test", ...ask }).finalMessage();
    expect(streamed.content.map(({ type }) => type)).toEqual(["text"]);
    expect(streamed).toMatchObject({
      content: [{ type: "text", text: whole.content[0]?.type === "text" ? whole.content[0].text : "" }],
      stop_reason: whole.stop_reason,
      usage: { input_tokens: whole.usage.input_tokens, output_tokens: whole.usage.output_tokens },
    });
  });

  it("learns about how much went in with the first event already", async () => {
    const counted = await anthropic.messages.countTokens({ model: "gpt-test", messages: ask.messages });
    for await (const event of anthropic.messages.stream({ model: "gpt-test", ...ask })) {
      if (event.type === "message_start") expect(event.message.usage.input_tokens).toBe(counted.input_tokens);
    }
    expect.assertions(1);
  });

  it("says in a header what the provider could not be told, also of a stream", async () => {
    const { response } = await anthropic.messages
      .stream({ model: "gpt-test", ...ask, cache_control: { type: "ephemeral" } })
      .withResponse();
    expect(response.headers.get("x-sluice-warnings")).toContain('"cache_control" was left out');
    const whole = await anthropic.messages
      .create({ model: "gpt-test", ...ask, cache_control: { type: "ephemeral" } })
      .withResponse();
    expect(whole.response.headers.get("x-sluice-warnings")).toContain('"cache_control" was left out');
  });

  it("runs tools to the end: calls streamed interleaved, results sent back", async () => {
    replyStream(openAiLike, [
      chunk({ role: "assistant", content: "Let me look." }),
      chunk({ tool_calls: [{ index: 0, id: "call_a", function: { name: "weather", arguments: "" } }] }),
      chunk({ tool_calls: [{ index: 1, id: "call_b", function: { name: "clock", arguments: "" } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
      chunk({ tool_calls: [{ index: 1, function: { arguments: "" } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"Bern"}' } }] }),
      chunk({}, "tool_calls"),
      ...done,
    ]);
    const tools: Anthropic.Tool[] = [
      { name: "weather", input_schema: { type: "object", properties: { city: { type: "string" } } } },
      { name: "clock", input_schema: { type: "object" } },
    ];
    const first = await anthropic.messages.stream({ model: "thinker", ...ask, tools }).finalMessage();
    expect(first.stop_reason).toBe("tool_use");
    expect(first.content).toMatchObject([
      { type: "text", text: "Let me look." },
      { type: "tool_use", id: "call_a", name: "weather", input: { city: "Bern" } },
      { type: "tool_use", id: "call_b", name: "clock", input: {} },
    ]);
    expect(first.usage).toMatchObject({ input_tokens: 12, cache_read_input_tokens: 8, output_tokens: 9 });

    replyJson(
      openAiLike,
      JSON.stringify({ id: "c2", choices: [{ message: { content: "Sunny." }, finish_reason: "stop" }], usage }),
    );
    const second = await anthropic.messages.create({
      model: "thinker",
      max_tokens: 100,
      tools,
      messages: [
        ...messages,
        { role: "assistant", content: first.content },
        {
          role: "user",
          content: [
            { type: "text", text: "Here." },
            { type: "tool_result", tool_use_id: "call_a", content: "sun" },
            { type: "tool_result", tool_use_id: "call_b", content: [{ type: "text", text: "noon" }], is_error: true },
          ],
        },
      ],
    });
    expect(second.content).toMatchObject([{ type: "text", text: "Sunny." }]);
    expect(lastSent(openAiLike).messages).toMatchObject([
      { role: "user", content: "Say something." },
      {
        role: "assistant",
        content: "Let me look.",
        tool_calls: [
          { id: "call_a", type: "function", function: { name: "weather", arguments: '{"city":"Bern"}' } },
          { id: "call_b", type: "function", function: { name: "clock", arguments: "{}" } },
        ],
      },
      { role: "tool", tool_call_id: "call_a", content: "sun" },
      { role: "tool", tool_call_id: "call_b", content: "noon" },
      { role: "user", content: "Here." },
    ]);
  });

  it("keeps thinking that nothing proves over the next turn", async () => {
    replyStream(openAiLike, [
      chunk({ reasoning_content: "Hm, " }),
      chunk({ reasoning_content: "hm." }),
      chunk({ content: "Yes." }, "stop"),
      ...done,
    ]);
    const { content } = await anthropic.messages.stream({ model: "thinker", ...ask }).finalMessage();
    expect(content).toMatchObject([
      { type: "thinking", thinking: "Hm, hm.", signature: expect.stringMatching(/^sluice\.unknown\./) },
      { type: "text", text: "Yes." },
    ]);
    const next: Anthropic.MessageParam[] = [
      ...messages,
      { role: "assistant", content },
      { role: "user", content: "So?" },
    ];
    await anthropic.messages.stream({ model: "thinker", max_tokens: 9, messages: next }).finalMessage();
    expect(lastSent(openAiLike).messages).toMatchObject([
      {},
      { role: "assistant", content: "Yes.", reasoning_content: "Hm, hm." },
      {},
    ]);
    // Anthropic could prove none of it, and would refuse the whole request.
    replyJson(claude, claudeMessage);
    await anthropic.messages.create({ model: "claude-opus-4-6", max_tokens: 9, messages: next });
    expect(lastSent(claude).messages).toEqual([
      messages[0],
      { role: "assistant", content: [expect.objectContaining({ type: "text", text: "Yes." })] },
      { role: "user", content: "So?" },
    ]);
  });
});

it("keeps Google's proof of a call for the turn with its result", async () => {
  const functionCall = { name: "weather", args: { city: "Bern" } };
  const parts = [
    { text: "Hm.", thought: true },
    { functionCall, thoughtSignature: "CoABq83v" },
  ];
  const candidates = [{ content: { role: "model", parts }, finishReason: "STOP" }];
  replyStream(google, [["", JSON.stringify({ candidates, usageMetadata: { promptTokenCount: 5 } })]]);
  const tools: Anthropic.Tool[] = [{ name: "weather", input_schema: { type: "object" } }];
  const model = "gemini-3-pro";
  const { content } = await anthropic.messages.stream({ model, ...ask, tools }).finalMessage();
  expect(content.map(({ type }) => type)).toEqual(["thinking", "tool_use"]);
  const used = content.find((block) => block.type === "tool_use");
  const result = { type: "tool_result" as const, tool_use_id: used?.id ?? "", content: "sun" };
  const turns: Anthropic.MessageParam[] = [
    ...messages,
    { role: "assistant", content },
    { role: "user", content: [result] },
  ];
  await anthropic.messages.stream({ model, max_tokens: 100, tools, messages: turns }).finalMessage();
  expect(lastSent(google).contents).toMatchObject([
    {},
    { role: "model", parts: [{ functionCall: { name: "weather" }, thoughtSignature: "CoABq83v" }] },
    { role: "user", parts: [{ functionResponse: { name: "weather" } }] },
  ]);
});

describe("the stock Anthropic SDK's helpers over a provider of another dialect", () => {
  it("parse an answer by its schema", async () => {
    const text = '{"city":"Bern","degrees":21}';
    replyJson(openAiLike, JSON.stringify({ choices: [{ message: { content: text }, finish_reason: "stop" }], usage }));
    const format = zodOutputFormat(z.object({ city: z.string(), degrees: z.number() }));
    const message = await anthropic.messages.parse({ model: "thinker", ...ask, output_config: { format } });
    expect(message.parsed_output).toEqual({ city: "Bern", degrees: 21 });
    expect(lastSent(openAiLike).response_format).toMatchObject({
      type: "json_schema",
      json_schema: { strict: true, schema: { type: "object", required: ["city", "degrees"] } },
    });
  });

  it("run tools by themselves, on the beta client", async () => {
    const call = { index: 0, id: "call_a", function: { name: "weather", arguments: '{"city":"Bern"}' } };
    replyStream(openAiLike, [chunk({ tool_calls: [call] }, "tool_calls"), ...done]);
    const asked: string[] = [];
    const weather = betaZodTool({
      name: "weather",
      description: "The weather of a city",
      inputSchema: z.object({ city: z.string() }),
      run: ({ city }) => {
        asked.push(city);
        replyStream(openAiLike, [chunk({ content: "Sunny." }, "stop"), ...done]);
        return "sun";
      },
    });
    const runner = anthropic.beta.messages.toolRunner({ model: "thinker", ...ask, tools: [weather], stream: true });
    expect((await runner.runUntilDone()).content).toMatchObject([{ type: "text", text: "Sunny." }]);
    expect(asked).toEqual(["Bern"]);
  });
});

describe("a request to a provider that speaks the dialect itself", () => {
  const body = `{ "model":"claude-opus-4-6", "max_tokens":9 ,"messages":[{"role":"user","content":"Hi \\u00e9"}],"a_field":1.0}`;

  it("goes through byte for byte, with its headers, and so does the answer", async () => {
    replyJson(claude, claudeMessage);
    const response = await post("/v1/messages?beta=true", body, { "anthropic-beta": "one-2026-01-01,two-2026-02-02" });
    expect(await response.text()).toBe(claudeMessage);
    expect(response.headers.get("x-sluice-cost-usd")).toMatch(/^0\.0+\d+$/);
    const received = claude.received.at(-1);
    expect(received?.body.toString()).toBe(body);
    expect(received?.headers).toMatchObject({
      "anthropic-beta": "one-2026-01-01,two-2026-02-02",
      "anthropic-version": "2023-06-01",
      "x-api-key": "sk-ant-test-0000000000",
    });
  });

  it("streams through event by event, also those that nobody knows yet", async () => {
    replyStream(claude, claudeEvents);
    const response = await post("/v1/messages", body.replace("{", '{"stream":true,'));
    expect(await response.text()).toBe(sse(claudeEvents));
  });

  it("keeps signed thinking as it is over the next turn", async () => {
    replyStream(
      claude,
      claudeEvents.filter(([event]) => event !== "an_event_of_tomorrow"),
    );
    const { content } = await anthropic.messages.stream({ model: "claude-opus-4-6", ...ask }).finalMessage();
    expect(content[0]).toEqual({ type: "thinking", thinking: "Hm.", signature: "EqQB+/==" });
    replyJson(claude, claudeMessage);
    const turns: Anthropic.MessageParam[] = [
      ...messages,
      { role: "assistant", content },
      { role: "user", content: "So?" },
    ];
    await anthropic.messages.create({ model: "claude-opus-4-6", max_tokens: 9, messages: turns });
    expect(lastSent(claude).messages).toEqual(turns);
  });

  it("may hold what no other provider knows", async () => {
    replyJson(claude, claudeMessage);
    const tools: Anthropic.ToolUnion[] = [{ type: "web_search_20250305", name: "web_search" }];
    await anthropic.messages.create({ model: "claude-opus-4-6", ...ask, tools });
    expect(lastSent(claude).tools).toEqual(tools);
    const refused = await raised(() => anthropic.messages.create({ model: "gpt-test", ...ask, tools }));
    expect(refused).toBeInstanceOf(Anthropic.UnprocessableEntityError);
    expect(refused.error).toMatchObject({
      error: { type: "invalid_request_error", code: "untranslatable", param: "tools.0" },
    });
  });
});

it("goes on to a provider that can express it where the first can't", async () => {
  const tools: Anthropic.ToolUnion[] = [{ type: "web_search_20250305", name: "web_search" }];
  replyJson(claude, claudeMessage);
  const { data, response } = await anthropic.messages.create({ model: "shared", ...ask, tools }).withResponse();
  expect(response.headers.get("x-sluice-provider")).toBe("anthropic");
  expect(data.id).toBe("msg_1");
});

describe("the stock Anthropic SDK's error classes", () => {
  it.each([
    ["an unknown model", { model: "nobody-has-this" }, Anthropic.NotFoundError, "not_found_error"],
    [
      "a model of another type",
      { model: "embedding-test" },
      Anthropic.UnprocessableEntityError,
      "invalid_request_error",
    ],
    ["a provider that limits", { model: "fault-429+retry-after-7" }, Anthropic.RateLimitError, "rate_limit_error"],
    ["a refused stored key", { model: "fault-401" }, Anthropic.InternalServerError, "api_error"],
    ["a bad field", { model: "gpt-test", temperature: 3 }, Anthropic.BadRequestError, "invalid_request_error"],
  ])("fit %s", async (_, fields, errorClass, type) => {
    const error = await raised(() => anthropic.messages.create({ ...ask, ...fields }));
    expect(error).toBeInstanceOf(errorClass);
    expect(error.type).toBe(type);
    expect(error.requestID).toMatch(/^[0-9a-f-]{36}$/);
    expect(error.headers?.get("x-should-retry")).toBe(String(type === "rate_limit_error"));
    if (type === "rate_limit_error") expect(error.headers?.get("retry-after")).toBe("7");
  });

  it("fit a wrong key, and a key sent as a bearer token is right", async () => {
    const wrong = new Anthropic({ apiKey: "sk-sluice-wrong", baseURL: server.url, maxRetries: 0 });
    expect(await raised(() => wrong.messages.create({ model: "gpt-test", ...ask }))).toBeInstanceOf(
      Anthropic.AuthenticationError,
    );
    const bearer = new Anthropic({ apiKey: null, authToken: server.apiKey, baseURL: server.url, maxRetries: 0 });
    expect((await bearer.messages.create({ model: "gpt-test", ...ask })).type).toBe("message");
  });

  it("fit a stream that breaks off, which is never taken for whole", async () => {
    const stream = anthropic.messages.stream({ model: "cut-after-2", ...ask });
    let text = "";
    stream.on("text", (piece) => {
      text += piece;
    });
    const error = await raised(() => stream.finalMessage());
    expect(text).toBe("word0 word1");
    expect(error.type).toBe("api_error");
    expect(error.error).toMatchObject({ error: { code: expect.stringMatching(/^provider_/) } });
  });

  it("name the field that is missing, also of a content block", async () => {
    const missing = await post("/v1/messages", JSON.stringify({ model: "gpt-test", messages }));
    expect(missing.status).toBe(400);
    expect(await missing.json()).toMatchObject({ type: "error", error: { param: "max_tokens" } });
    const content = [
      { type: "text", text: "Look:" },
      { type: "image", source: { type: "base64", media_type: "image/png" } },
    ];
    const block = await post(
      "/v1/messages",
      JSON.stringify({ model: "gpt-test", max_tokens: 9, messages: [{ role: "user", content }] }),
    );
    expect(await block.json()).toMatchObject({ error: { param: "messages.0.content.1.source.data" } });
  });

  it("come in Anthropic's shape for a wrong method, a wrong path and a body too large", async () => {
    const headers = { "x-api-key": server.apiKey };
    const get = await fetch(`${server.url}/v1/messages`, { headers });
    expect([get.status, await get.json()]).toMatchObject([
      405,
      { type: "error", error: { type: "invalid_request_error" } },
    ]);
    const lost = await fetch(`${server.url}/v1/messages/batches`, { headers });
    expect([lost.status, await lost.json()]).toMatchObject([404, { error: { type: "not_found_error" } }]);
    const large = await post("/v1/messages", "x".repeat(32_000_001));
    expect([large.status, await large.json()]).toMatchObject([413, { error: { type: "request_too_large" } }]);
    expect(large.headers.get("request-id")).toBe(large.headers.get("x-request-id"));
  });
});

describe("counting tokens", () => {
  it("is the provider's own where it counts, and not metered", async () => {
    replyJson(claude, '{"input_tokens":14}');
    await server.ledger.flush();
    const before = server.store.attempts.size;
    const { data, response } = await anthropic.messages
      .countTokens({ model: "claude-opus-4-6", messages })
      .withResponse();
    expect(data.input_tokens).toBe(14);
    expect(response.headers.get("x-sluice-warnings")).toBeNull();
    await server.ledger.flush();
    expect(server.store.attempts.size).toBe(before);
  });

  it("is an estimate that says so elsewhere, also for what could not be sent there", async () => {
    const { data, response } = await anthropic.messages
      .countTokens({ model: "gpt-test", messages, tools: [{ type: "web_search_20250305", name: "web_search" }] })
      .withResponse();
    expect(data.input_tokens).toBeGreaterThan(3);
    expect(response.headers.get("x-sluice-warnings")).toContain("estimate");
    expect(response.headers.get("x-sluice-model")).toBe("gpt-test");
  });

  it("falls back to the estimate where the provider is out, and passes its refusal on", async () => {
    replyJson(claude, '{"type":"error","error":{"type":"api_error","message":"down"}}', 500);
    const { data, response } = await anthropic.messages
      .countTokens({ model: "claude-opus-4-6", messages })
      .withResponse();
    expect(data.input_tokens).toBeGreaterThan(0);
    expect(response.headers.get("x-sluice-warnings")).toContain("could not be asked");
    replyJson(claude, '{"type":"error","error":{"type":"invalid_request_error","message":"messages: bad"}}', 400);
    const refused = await raised(() => anthropic.messages.countTokens({ model: "claude-opus-4-6", messages }));
    expect(refused.message).toContain("messages: bad");
  });
});

describe("the list of models", () => {
  it("has Anthropic's shape for its clients: chat models alone, page by page", async () => {
    const ids: string[] = [];
    for await (const model of anthropic.models.list({ limit: 2 })) ids.push(model.id);
    expect(ids).toEqual([
      "thinker",
      "shared",
      "claude-opus-4-6",
      "gemini-3-pro",
      "gpt-test",
      "fault-429+retry-after-7",
      "fault-401",
      "cut-after-2",
    ]);
    const page = await anthropic.models.list({ before_id: "fault-401", limit: 2 });
    expect(page.data.map(({ id }) => id)).toEqual(["gpt-test", "fault-429+retry-after-7"]);
    expect(page.has_more).toBe(true);
  });

  it("holds one model by its id, or says that there is none", async () => {
    expect(await anthropic.models.retrieve("claude-opus-4-6")).toMatchObject({
      type: "model",
      display_name: "Claude Opus 4.6",
      max_input_tokens: 200_000,
    });
    expect(await raised(() => anthropic.models.retrieve("nobody"))).toBeInstanceOf(Anthropic.NotFoundError);
  });

  it("stays OpenAI's for everybody else", async () => {
    const response = await fetch(`${server.url}/v1/models`, { headers: { authorization: `Bearer ${server.apiKey}` } });
    expect(await response.json()).toMatchObject({ object: "list" });
  });
});
