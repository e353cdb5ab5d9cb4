import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROVIDERS } from "@/server/gateway";
import { type ChatEvent, chatRequest, type FinishReason } from "@/server/gateway/spec/chat";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { FRAMED_STREAM } from "@/server/gateway/testing/encode-frames";
import { type Fixture, loadFixtures } from "@/server/gateway/testing/load-fixtures";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { messagesWriter } from "./messages-writer";

const egress = loopbackEgress();
let upstream: ReplayServer;

beforeAll(async () => {
  upstream = await startReplayServer();
});
afterAll(async () => {
  await egress.close();
  await upstream.close();
});

const cases = PROVIDERS.filter(({ llm, isLocal }) => llm !== undefined && isLocal !== true).flatMap((definition) =>
  [...loadFixtures(definition.id)]
    .filter(([, { stream }]) => stream !== undefined)
    .map(([name, fixture]) => ({ title: `${definition.id} ${name}`, definition, fixture })),
);
type Definition = (typeof PROVIDERS)[number];

async function replay(definition: Definition, fixture: Fixture): Promise<ChatEvent[]> {
  const events = fixture.stream ?? [];
  // Bedrock alone frames its stream in AWS's own way.
  const reply =
    definition.id === "bedrock"
      ? { contentType: FRAMED_STREAM.contentType, body: FRAMED_STREAM.encode(events) }
      : { contentType: "text/event-stream", body: events.map((event) => `${event}\n\n`).join("") };
  upstream.reply("*", { status: 200, ...reply });
  const { modelId } = fixture;
  const settings = Object.fromEntries(definition.fields.map(({ name }) => [name, "test"]));
  const context = callContext({
    definition,
    egress,
    baseUrl: `${upstream.url}/v1`,
    modelId,
    apiKey: "sk-1234",
    settings,
  });
  const seen: ChatEvent[] = [];
  for await (const batch of definition.llm?.stream(chatRequest.parse(fixture.request), context) ?? [])
    seen.push(...batch);
  return seen;
}

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
    expect(cases.length).toBeGreaterThan(5);
  });

  it.each(cases)("$title", async ({ definition, fixture }) => {
    const events = await replay(definition, fixture);
    const encoder = messagesWriter.createEncoder({ requestId: "r-1", model: fixture.modelId });
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
