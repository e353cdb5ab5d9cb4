import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import type { ChatEvent, ChatResult } from "@/server/gateway/spec/chat";
import type { ReasoningDetail } from "@/server/gateway/spec/reasoning";
import { tagReasoning } from "@/server/http/chat/reasoning-tag";
import { toMessageBody } from "./message-body";
import { messagesWriter } from "./messages-writer";

const REQUEST_ID = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";
const MADE_ID = "0190a1b2c3d47e5f8a6b7c8d9e0f1a2b";
const usage = { counts: { inputTokens: 3, outputTokens: 4 }, isEstimated: false };

const result = (fields: Partial<ChatResult>): ChatResult => ({
  id: "chatcmpl-1",
  model: "m",
  text: "",
  finishReason: "stop",
  warnings: [],
  ...fields,
});
const bodyOf = (fields: Partial<ChatResult>) => toMessageBody(result(fields), usage.counts, REQUEST_ID);

/** The frames of a stream, each event encoded on its own. */
function encode(events: readonly ChatEvent[]): string {
  const encoder = messagesWriter.createEncoder({ requestId: REQUEST_ID, model: "m", estimatedInputTokens: 5 });
  return events.map((event) => encoder.encode(event)).join("") + encoder.end(undefined);
}

/** What the stock SDK makes of the frames. */
function read(frames: string): Promise<Anthropic.Message> {
  const client = new Anthropic({
    apiKey: "x",
    maxRetries: 0,
    fetch: async () => new Response(frames, { headers: { "content-type": "text/event-stream" } }),
  });
  return client.messages.stream({ model: "m", max_tokens: 1, messages: [] }).finalMessage();
}
const streamed = (...events: ChatEvent[]) => read(encode([...events, { finishReason: "stop", usage }]));

describe("a whole answer as a Message", () => {
  it("has every field of one", () => {
    expect(bodyOf({ text: "Hi" })).toEqual({
      id: `msg_${MADE_ID}`,
      type: "message",
      role: "assistant",
      model: "m",
      content: [{ type: "text", text: "Hi" }],
      stop_reason: "end_turn",
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: expect.objectContaining({ input_tokens: 3, output_tokens: 4 }),
    });
    expect(bodyOf({ id: "msg_01" }).id).toBe("msg_01");
  });

  it.each<[string, Partial<ChatResult>, string]>([
    ["a stop", {}, "end_turn"],
    ["a stop sequence", { stopSequence: "END" }, "stop_sequence"],
    ["the bound", { finishReason: "length" }, "max_tokens"],
    ["a filter", { finishReason: "content_filter" }, "refusal"],
    ["calls", { finishReason: "tool_calls" }, "tool_use"],
    ["calls that a server calls a stop", { toolCalls: [{ id: "a", name: "f", arguments: "{}" }] }, "tool_use"],
  ])("says why it ended: %s", (_, fields, reason) => {
    expect(bodyOf(fields)).toMatchObject({ stop_reason: reason, stop_sequence: fields.stopSequence ?? null });
  });

  it.each([
    ['{"a":1}', { a: 1 }],
    ["", {}],
    [" ", {}],
    ['{"a":', { INVALID_JSON: '{"a":' }],
    ["[1]", { INVALID_JSON: "[1]" }],
  ])("gives a call's arguments as an object, whatever the model wrote: %j", (json, input) => {
    expect(bodyOf({ toolCalls: [{ id: "", name: "f", arguments: json }] }).content).toEqual([
      { type: "tool_use", id: `toolu_${MADE_ID}_0`, name: "f", input, caller: { type: "direct" } },
    ]);
  });

  it("counts cached tokens beside the input, thinking inside the output", () => {
    const counts = {
      inputTokens: 1,
      cacheReadTokens: 2,
      cacheWrite5mTokens: 3,
      cacheWrite1hTokens: 4,
      outputTokens: 5,
      reasoningTokens: 6,
    };
    expect(toMessageBody(result({}), counts, REQUEST_ID).usage).toMatchObject({
      input_tokens: 1,
      cache_read_input_tokens: 2,
      cache_creation_input_tokens: 7,
      cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
      output_tokens: 11,
      output_tokens_details: { thinking_tokens: 6 },
    });
  });
});

const unproven = tagReasoning({ type: "reasoning.text", format: "unknown" });
const claude = { format: "anthropic-claude-v1" } as const;
const sealed = { type: "reasoning.encrypted", data: "gAAA", id: "rs_1", format: "openai-responses-v1" } as const;
const google = { type: "reasoning.encrypted", data: "CoAB", id: "call_1", format: "google-gemini-v1" } as const;
const call = { index: 0, id: "call_1", name: "f", arguments: "{}" };
const tool = { type: "tool_use", id: "call_1", name: "f", input: {} };
const text = { type: "text", text: "Yes." };

/** Thinking by the vendor that wrote it, streamed in pieces, and its blocks. */
const THINKING: [string, ChatEvent[], unknown[]][] = [
  [
    "plain text",
    [{ reasoning: "Hm, " }, { reasoning: "hm." }, { text: "Yes." }],
    [{ type: "thinking", thinking: "Hm, hm.", signature: unproven }, text],
  ],
  [
    "Anthropic's, signed, hidden, and between calls",
    [
      { reasoning: "A", reasoningDetails: [{ type: "reasoning.text", text: "A", index: 0, ...claude }] },
      { reasoning: "B", reasoningDetails: [{ type: "reasoning.text", text: "B", index: 0, ...claude }] },
      { reasoningDetails: [{ type: "reasoning.text", signature: "EqQB", index: 0, ...claude }] },
      { reasoningDetails: [{ type: "reasoning.encrypted", data: "EmwK", index: 1, ...claude }] },
      { text: "Yes." },
      { toolCalls: [call] },
    ],
    [{ type: "thinking", thinking: "AB", signature: "EqQB" }, { type: "redacted_thinking", data: "EmwK" }, text, tool],
  ],
  [
    "Anthropic's with its text left out",
    [
      { reasoningDetails: [{ type: "reasoning.text", text: "", index: 0, ...claude }] },
      { reasoningDetails: [{ type: "reasoning.text", signature: "EqQB", index: 0, ...claude }] },
      { text: "Yes." },
    ],
    [{ type: "thinking", thinking: "", signature: "EqQB" }, text],
  ],
  [
    "OpenAI's summary in two parts, with its sealed proof",
    [
      {
        reasoning: "One",
        reasoningDetails: [{ type: "reasoning.summary", summary: "One", index: 0, format: sealed.format }],
      },
      {
        reasoning: "Two",
        reasoningDetails: [{ type: "reasoning.summary", summary: "Two", index: 1, format: sealed.format }],
      },
      { reasoningDetails: [sealed] },
      { text: "Yes." },
    ],
    [{ type: "thinking", thinking: "One\n\nTwo", signature: tagReasoning(sealed) }, text],
  ],
  [
    "OpenAI's proof alone",
    [{ reasoningDetails: [sealed] }, { text: "Yes." }],
    [{ type: "redacted_thinking", data: tagReasoning(sealed) }, text],
  ],
  [
    "Google's proof of a call",
    [{ reasoning: "Hm." }, { text: "Yes." }, { reasoningDetails: [google], toolCalls: [call] }],
    [
      { type: "thinking", thinking: "Hm.", signature: unproven },
      text,
      { type: "redacted_thinking", data: tagReasoning(google) },
      tool,
    ],
  ],
];

describe("thinking", () => {
  it.each(THINKING)("streams as well-formed blocks: %s", async (_, events, content) => {
    expect((await streamed(...events)).content).toEqual(content);
  });

  it("of one vendor stands in a whole answer as in a stream", () => {
    const details: ReasoningDetail[] = [
      { type: "reasoning.text", text: "AB", signature: "EqQB", index: 0, ...claude },
      { type: "reasoning.encrypted", data: "EmwK", index: 1, ...claude },
      { type: "reasoning.summary", summary: "One", index: 2, format: sealed.format },
      { type: "reasoning.summary", summary: "Two", index: 3, format: sealed.format },
      sealed,
      google,
    ];
    const body = bodyOf({ reasoning: "ABOneTwo", reasoningDetails: details, text: "Yes." });
    expect(body.content).toEqual([
      { type: "thinking", thinking: "AB", signature: "EqQB" },
      { type: "redacted_thinking", data: "EmwK" },
      { type: "thinking", thinking: "One\n\nTwo", signature: tagReasoning(sealed) },
      { type: "redacted_thinking", data: tagReasoning(google) },
      text,
    ]);
    expect(bodyOf({ reasoning: "Hm.", text: "Yes." }).content[0]).toEqual({
      type: "thinking",
      thinking: "Hm.",
      signature: unproven,
    });
  });
});

describe("a stream of events", () => {
  it("is in the order that the dialect demands, with the totals at the end", () => {
    const events: ChatEvent[] = [
      { id: "c", model: "served" },
      { text: "a" },
      { text: "b" },
      { finishReason: "length" },
      { usage: { counts: { inputTokens: 3, cacheReadTokens: 1, outputTokens: 2 }, isEstimated: false } },
    ];
    const lines = encode(events).trimEnd().split("\n\n");
    const names = lines.map((line) => /^event: (.+)$/m.exec(line)?.[1]);
    expect(names).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(lines.every((line, at) => line.includes(`"type":"${names[at]}"`))).toBe(true);
    expect(lines[0]).toContain('"model":"served"');
    expect(lines[5]).toContain('"stop_reason":"max_tokens"');
    expect(lines[5]).toMatch(/"input_tokens":3,.*"cache_read_input_tokens":1,"output_tokens":2/);
  });

  it("tells the estimated input at the start where the upstream has not told it, and the total at the end", () => {
    const startOf = (...before: ChatEvent[]) => encode([...before, { text: "a" }, { finishReason: "stop", usage }]);
    const [unknown, known] = [
      startOf(),
      startOf({ usage: { counts: { cacheReadTokens: 9 }, isEstimated: false } }),
    ].map((frames) => frames.split("\n\n"));
    expect(unknown?.[0]).toContain('"input_tokens":5,');
    expect(unknown?.at(-3)).toContain('"input_tokens":3,');
    expect(known?.[0]).toMatch(/"input_tokens":0,.*"cache_read_input_tokens":9/);
  });

  it("gives interleaved calls one after the other, each as soon as it can", async () => {
    const encoder = messagesWriter.createEncoder({ requestId: REQUEST_ID, model: "m", estimatedInputTokens: 5 });
    const first = encoder.encode({ toolCalls: [{ index: 0, id: "a", name: "f", arguments: '{"x":{}' }] });
    const held = encoder.encode({ toolCalls: [{ index: 1, id: "b", name: "g", arguments: '{"y"' }] });
    const freed = encoder.encode({ toolCalls: [{ index: 0, arguments: "}" }] });
    const last = encoder.encode({ toolCalls: [{ index: 1, arguments: ":2}" }], finishReason: "tool_calls" });
    expect(first).toContain('"name":"f"');
    expect(held).toBe("");
    expect(freed).toMatch(/"index":0,"delta".*"content_block_stop","index":0.*"name":"g".*\{\\"y\\"/s);
    expect((await read(first + held + freed + last + encoder.end(undefined))).content).toMatchObject([
      { id: "a", input: { x: {} } },
      { id: "b", input: { y: 2 } },
    ]);
  });

  it("tells calls apart by id where a server numbers them all alike", async () => {
    const message = await streamed(
      { toolCalls: [{ index: 0, id: "a", name: "f", arguments: '{"x":1}' }] },
      { toolCalls: [{ index: 0, id: "b", name: "f", arguments: '{"x":2}' }] },
    );
    expect(message.content).toMatchObject([
      { id: "a", input: { x: 1 } },
      { id: "b", input: { x: 2 } },
    ]);
    expect(message.stop_reason).toBe("tool_use");
  });

  it("makes no call of what comes late for one that is whole", async () => {
    const message = await streamed(
      { toolCalls: [{ index: 0, id: "a", name: "f", arguments: '{"x":1}' }] },
      { toolCalls: [{ index: 1, id: "b", name: "f", arguments: "{}" }] },
      { toolCalls: [{ index: 0, arguments: " " }] },
    );
    expect(message.content.map((block) => block.type === "tool_use" && block.id)).toEqual(["a", "b"]);
  });

  it("sends an empty object for a call without arguments, for clients that parse the deltas alone", async () => {
    const frames = encode([{ toolCalls: [{ index: 0, id: "a", name: "f" }] }, { finishReason: "tool_calls" }]);
    expect(frames).toContain('"partial_json":"{}"');
    expect((await read(frames)).content).toEqual([{ type: "tool_use", id: "a", name: "f", input: {} }]);
  });

  it("keeps text that comes behind an unfinished call", async () => {
    const message = await streamed(
      { toolCalls: [{ index: 0, id: "a", name: "f", arguments: '{"x"' }] },
      { text: "By the way." },
      { toolCalls: [{ index: 0, arguments: ":1}" }] },
    );
    expect(message.content).toMatchObject([{ input: { x: 1 } }, { text: "By the way." }]);
  });

  it("keeps pictures, and gives a call without an id one", async () => {
    const message = await streamed(
      { images: ["data:image/png;base64,AAAA"] },
      { toolCalls: [{ index: 0, name: "f" }] },
    );
    expect(message.content).toMatchObject([
      { text: "![](data:image/png;base64,AAAA)" },
      { id: `toolu_${MADE_ID}_1`, name: "f" },
    ]);
  });

  it("is a whole Message even when nothing was said", async () => {
    expect(await streamed()).toMatchObject({ content: [], stop_reason: "end_turn", usage: { input_tokens: 3 } });
  });

  it("passes events of the dialect on untouched, and adds none", () => {
    const encoder = messagesWriter.createEncoder({ requestId: REQUEST_ID, model: "m", estimatedInputTokens: 5 });
    const frame = encoder.encode({ text: "a", raw: { dialect: "messages", event: "new", data: '{"type": "new"}' } });
    expect(frame + encoder.end(undefined)).toBe('event: new\ndata: {"type": "new"}\n\n');
  });
});
