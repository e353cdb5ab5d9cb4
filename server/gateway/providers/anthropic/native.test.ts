import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anthropic } from "@/server/gateway/providers/anthropic";
import { type ChatEvent, chatRequest } from "@/server/gateway/spec/chat";
import type { NativeRequest } from "@/server/gateway/spec/native-request";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";

const MODEL = "claude-opus-4-6";
const REQUEST = chatRequest.parse({ model: "auto", messages: [{ role: "user", content: "Hi" }] });
const ANSWER = `{"id":"msg_1","type":"message", "content":[{"type":"thinking","thinking":"Hm.","signature":"s1"},
{"type":"redacted_thinking","data":"d1"},{"type":"text","text":"Ho"}],"model":"${MODEL}","stop_reason":"stop_sequence","stop_sequence":"END",
"usage":{"input_tokens":3,"output_tokens":4,"server_tool_use":{"web_search_requests":2}}}`;

describe("a client's own Messages request", () => {
  const egress = loopbackEgress();
  let server: ReplayServer;
  beforeAll(async () => {
    server = await startReplayServer();
  });
  afterAll(async () => {
    await egress.close();
    await server.close();
  });

  const context = (body: Record<string, unknown>, headers: Record<string, string> = {}) => {
    const native: NativeRequest = { dialect: "messages", body, text: JSON.stringify(body, null, 1), headers };
    return callContext({
      definition: anthropic,
      egress,
      baseUrl: `${server.url}/v1`,
      modelId: MODEL,
      apiKey: "sk-ant-test",
      native,
    });
  };
  const answer = (body: string, contentType = "application/json") =>
    server.reply("*", { status: 200, contentType, body });
  const sent = () => JSON.parse(server.received.at(-1)?.body.toString("utf8") ?? "");

  it("goes out byte for byte with its beta headers, and its answer comes back byte for byte", async () => {
    answer(ANSWER);
    const body = { model: MODEL, max_tokens: 5, messages: [{ role: "user", content: "Hi" }], brand_new: { x: 1 } };
    const headers = { "anthropic-beta": "a,b", "anthropic-version": "2024-01-01" };
    const result = await anthropic.llm?.complete(REQUEST, context(body, headers));
    expect(server.received.at(-1)?.body.toString("utf8")).toBe(JSON.stringify(body, null, 1));
    expect(server.received.at(-1)?.headers).toMatchObject(headers);
    expect(result).toMatchObject({
      raw: { dialect: "messages", text: ANSWER },
      text: "Ho",
      reasoning: "Hm.",
      reasoningDetails: [
        { type: "reasoning.text", text: "Hm.", signature: "s1", format: "anthropic-claude-v1", index: 0 },
        { type: "reasoning.encrypted", data: "d1", format: "anthropic-claude-v1", index: 1 },
      ],
      stopSequence: "END",
      finishReason: "stop",
      usage: { counts: { inputTokens: 3, outputTokens: 4, searches: 2 } },
      warnings: [],
    });
  });

  it("gets the model that was chosen, and loses proofs that another vendor gave", async () => {
    answer(ANSWER);
    const kept = { type: "thinking", thinking: "mine", signature: "EqQB" };
    const messages = [
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: [
          kept,
          { type: "thinking", thinking: "theirs", signature: "sluice.google-gemini-v1.e30" },
          { type: "redacted_thinking", data: "sluice.openai-responses-v1.e30" },
        ],
      },
      { role: "assistant", content: [{ type: "thinking", thinking: "", signature: "sluice.unknown.e30" }] },
      { role: "user", content: [{ type: "text", text: "sluice.is a name" }] },
    ];
    await anthropic.llm?.complete(REQUEST, context({ model: "profile:fast", max_tokens: 5, messages, top_k: 3 }));
    expect(sent()).toEqual({
      model: MODEL,
      max_tokens: 5,
      top_k: 3,
      messages: [messages[0], { role: "assistant", content: [kept] }, messages[3]],
    });
  });

  it("does not think by a budget in a turn that another vendor's model began, and says so", async () => {
    answer(ANSWER);
    const turn = (signature: string) => [
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm", signature },
          { type: "tool_use", id: "t", name: "look", input: {} },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "seen" }] },
    ];
    const thinking = { type: "enabled", budget_tokens: 2000 };
    const ask = async (signature: string) =>
      anthropic.llm?.complete(REQUEST, context({ model: MODEL, messages: turn(signature), thinking }));
    expect((await ask("sluice.google-gemini-v1.e30"))?.warnings).toEqual([expect.stringContaining("another vendor")]);
    expect(sent()).not.toHaveProperty("thinking");
    expect((await ask("EqQB"))?.warnings).toEqual([]);
    expect(sent()).toMatchObject({ thinking });
  });

  it("streams back every event as it came, pings too", async () => {
    const events = [
      ["message_start", { message: { id: "msg_2", model: MODEL, usage: { input_tokens: 3, output_tokens: 1 } } }],
      ["ping", {}],
      ["content_block_start", { index: 0, content_block: { type: "thinking", thinking: "", signature: "" } }],
      ["content_block_delta", { index: 0, delta: { type: "thinking_delta", thinking: "Hm." } }],
      ["content_block_delta", { index: 0, delta: { type: "signature_delta", signature: "s2" } }],
      ["content_block_stop", { index: 0 }],
      ["content_block_start", { index: 1, content_block: { type: "redacted_thinking", data: "d2" } }],
      ["content_block_start", { index: 2, content_block: { type: "text", text: "" } }],
      ["content_block_delta", { index: 2, delta: { type: "text_delta", text: "Ho" } }],
      ["message_delta", { delta: { stop_reason: "pause_turn" }, usage: { output_tokens: 9 } }],
      ["message_stop", {}],
    ].map(([event, fields]) => ({ event, data: JSON.stringify({ type: event, ...Object(fields) }) }));
    answer(events.map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`).join(""), "text/event-stream");
    const seen: ChatEvent[] = [];
    const body = { model: MODEL, max_tokens: 5, messages: [], stream: true };
    for await (const batch of anthropic.llm?.stream(REQUEST, context(body)) ?? []) seen.push(...batch);
    expect(seen.map(({ raw }) => raw)).toEqual(events.map((event) => ({ dialect: "messages", ...event })));
    expect(seen.flatMap(({ reasoningDetails }) => reasoningDetails ?? [])).toEqual([
      { type: "reasoning.text", format: "anthropic-claude-v1", index: 0 },
      { type: "reasoning.text", text: "Hm.", format: "anthropic-claude-v1", index: 0 },
      { type: "reasoning.text", signature: "s2", format: "anthropic-claude-v1", index: 0 },
      { type: "reasoning.encrypted", data: "d2", format: "anthropic-claude-v1", index: 1 },
    ]);
    expect(seen.find(({ finishReason }) => finishReason)).toMatchObject({
      finishReason: "stop",
      warnings: [expect.stringContaining("paused")],
      usage: { counts: { inputTokens: 3, outputTokens: 9 } },
    });
  });

  it("is counted as it is, and a neutral one without what counts for nothing", async () => {
    answer('{"input_tokens":14}');
    const body = { model: MODEL, messages: [{ role: "user", content: "Hi" }] };
    expect(await anthropic.llm?.countTokens?.(REQUEST, context(body))).toBe(14);
    expect(server.received.at(-1)).toMatchObject({ path: "/v1/messages/count_tokens" });
    expect(sent()).toEqual(body);
    const { native: _, ...neutral } = context({});
    expect(await anthropic.llm?.countTokens?.({ ...REQUEST, max_tokens: 9, user: "u" }, neutral)).toBe(14);
    expect(sent()).toEqual({ model: MODEL, messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }] });
    answer('{"tokens":14}');
    await expect(anthropic.llm?.countTokens?.(REQUEST, neutral)).rejects.toMatchObject({
      code: "provider_bad_response",
    });
  });
});
