import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { type ChatEvent, chatRequest, type FinishReason } from "@/server/gateway/spec/chat";
import { totalOutputTokens } from "@/server/gateway/spec/usage";
import {
  CHATTING,
  contextOver,
  DOCUMENTED_ANSWERS,
  DOCUMENTED_STREAMS,
  jsonAnswer,
  replayStream,
} from "@/server/gateway/testing/documented-streams";
import { checkShape } from "@/server/http/read-body";
import { toMessageBody } from "./message-body";
import { messagesBody } from "./messages-body";
import { messagesWriter } from "./messages-writer";
import { toChatCall } from "./to-chat-call";

function sumOf(events: readonly ChatEvent[]) {
  const calls: { id: string; name: string; json: string }[] = [];
  let text = "";
  let finishReason: FinishReason | undefined;
  for (const event of events) {
    text += event.text ?? "";
    finishReason = event.finishReason ?? finishReason;
    for (const { index, id = "", name = "", arguments: json = "" } of event.toolCalls ?? []) {
      const call = calls[index] ?? { id: "", name: "", json: "" };
      calls[index] = { id: call.id || id, name: call.name + name, json: call.json + json };
    }
  }
  const toolCalls = calls.map(({ name, json }) => ({ name, input: JSON.parse(json || "{}") }));
  return { text, toolCalls, finishReason, hasThought: events.some((event) => event.reasoning) };
}

const REASONS: Record<FinishReason, readonly string[]> = {
  stop: ["end_turn", "stop_sequence", "tool_use"],
  length: ["max_tokens"],
  tool_calls: ["tool_use"],
  content_filter: ["refusal"],
};

describe("every provider's documented streams reach Anthropic's SDK as the same answer", () => {
  it("has streams to look at", () => {
    expect(DOCUMENTED_STREAMS.length).toBeGreaterThan(40);
  });

  it.each(DOCUMENTED_STREAMS)("$title", async (documented) => {
    const events = await replayStream(documented);
    const encoder = messagesWriter.createEncoder({ requestId: "r-1", model: "m", estimatedInputTokens: 5 });
    const frames = events.map((event) => encoder.encode(event)).join("") + encoder.end(undefined);
    const client = new Anthropic({
      apiKey: "x",
      maxRetries: 0,
      fetch: async () => new Response(frames, { headers: { "content-type": "text/event-stream" } }),
    });
    const message = await client.messages.stream({ model: "m", max_tokens: 1, messages: [] }).finalMessage();
    const expected = sumOf(events);
    const blocks = message.content;
    expect(blocks.map((block) => (block.type === "text" ? block.text : "")).join("")).toBe(expected.text);
    expect(
      blocks.flatMap((block) => (block.type === "tool_use" ? [{ name: block.name, input: block.input }] : [])),
    ).toEqual(expected.toolCalls);
    expect(blocks.some((block) => block.type === "thinking")).toBe(expected.hasThought);
    expect(REASONS[expected.finishReason ?? "stop"]).toContain(message.stop_reason);
  });
});

const ORDER = ["thinking", "redacted_thinking", "text", "tool_use"];

describe("every provider's documented answers become the same Message", () => {
  it.each(DOCUMENTED_ANSWERS)("$title", async ({ definition, fixture }) => {
    const context = contextOver(definition, fixture.modelId, () => jsonAnswer(fixture.answer));
    const result = await definition.llm?.complete(chatRequest.parse(fixture.request), context);
    if (result === undefined) throw new Error("no chat");
    const { content, stop_reason, usage } = toMessageBody(result, result.usage?.counts ?? {}, "r-1");
    const types = content.map(({ type }) => type);
    expect(content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("")).toBe(
      result.text + (result.images ?? []).map((url) => `![](${url})`).join(""),
    );
    expect(content.flatMap((block) => (block.type === "tool_use" ? [block.input] : []))).toEqual(
      (result.toolCalls ?? []).map((call) => JSON.parse(call.arguments || "{}")),
    );
    expect(types.includes("thinking")).toBe(Boolean(result.reasoning));
    expect(types.toSorted((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other))).toEqual(types);
    expect(REASONS[result.finishReason]).toContain(stop_reason);
    expect(usage.output_tokens).toBe(totalOutputTokens(result.usage?.counts ?? {}));
  });
});

const cached = { cache_control: { type: "ephemeral" } };
const picture = { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } };

/** As coding agents ask: marks of the cache everywhere, signed thinking, a picture as the result of a tool, a long id of the user. */
const agentTurn = {
  model: "m",
  max_tokens: 4_000,
  stream: true,
  temperature: 1,
  system: [
    { type: "text", text: "You write code.", ...cached },
    { type: "text", text: "Today is Monday.", ...cached },
  ],
  metadata: { user_id: `user_${"a".repeat(64)}_session_1` },
  thinking: { type: "enabled", budget_tokens: 2_000 },
  context_management: { edits: [{ type: "clear_thinking_20251015", keep: "all" }] },
  tools: [
    {
      name: "Read",
      description: "Reads a file",
      input_schema: {
        $schema: "http://json-schema.org/draft-07/schema#",
        type: "object",
        properties: { path: { type: "string" } },
        required: ["path"],
        additionalProperties: false,
      },
      ...cached,
    },
  ],
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: "Look at a.png." },
        { type: "text", text: "Please.", ...cached },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "I have to read it.", signature: "EqQB" },
        { type: "text", text: "Reading." },
        { type: "tool_use", id: "toolu_1", name: "Read", input: { path: "a.png" } },
      ],
    },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: [picture], ...cached }] },
  ],
};

describe("a coding agent's turn", () => {
  it.each(CHATTING.map((definition) => ({ title: definition.id, definition })))(
    "is refused by no provider: $title",
    async ({ definition }) => {
      const call = toChatCall(checkShape(messagesBody, agentTurn), JSON.stringify(agentTurn), {});
      expect(call.refusal).toBeUndefined();
      let sent = "";
      const context = contextOver(definition, "m", (body) => {
        sent = body;
        return jsonAnswer({}, 503);
      });
      const events = definition.llm?.stream(call.request, context)[Symbol.asyncIterator]();
      await expect(events?.next()).rejects.toMatchObject({ code: "provider_unavailable" });
      expect(sent).toContain("iVBORw0KGgo=");
      expect(sent).toContain("Today is Monday.");
    },
  );
});
