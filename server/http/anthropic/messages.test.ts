import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startDataPlane } from "@/test/data-plane";

let scripted: ScriptedUpstream;
let openAiLike: ReplayServer;
let claude: ReplayServer;
let server: Awaited<ReturnType<typeof startDataPlane>>;
let anthropic: Anthropic;

beforeAll(async () => {
  scripted = await startScriptedUpstream();
  openAiLike = await startReplayServer();
  claude = await startReplayServer();
  server = await startDataPlane({
    providers: [
      {
        id: "lab",
        values: { base_url: scripted.url },
        models: [
          ...["gpt-test", "fault-429+retry-after-7", "fault-401", "cut-after-2"].map((modelId) => ({ modelId })),
          { modelId: "embedding-test", type: "text_embedding" },
        ],
      },
      { id: "chat", values: { base_url: `${openAiLike.url}/v1` }, models: [{ modelId: "thinker" }] },
      {
        id: "claude",
        provider: "anthropic",
        values: { base_url: claude.url, api_key: "sk-ant-test-0000000000" },
        models: [{ modelId: "claude-opus-4-6", displayName: "Claude Opus 4.6", contextWindow: 200_000 }],
      },
    ],
    defaults: [{ modelType: "llm", provider: "openai-compatible", modelId: "gpt-test", providerConfigId: "lab" }],
  });
  anthropic = new Anthropic({ apiKey: server.apiKey, baseURL: server.url, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await scripted.close();
  await openAiLike.close();
  await claude.close();
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

describe("the stock Anthropic SDK over a provider of another dialect", () => {
  it("gets a Message, with the request's id where it looks for it and the cost beside", async () => {
    const { data, response, request_id } = await anthropic.messages.create({ model: "auto", ...ask }).withResponse();
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
    expect(lastSent(openAiLike).messages).toMatchObject([{}, { role: "assistant", content: "Yes." }, {}]);
  });
});
