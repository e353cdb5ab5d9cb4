import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import type { Receipt } from "@/server/gateway";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import { untagReasoning } from "@/server/http/chat/reasoning-tag";
import { responsesRequest } from "./responses-request";
import { responsesWriter } from "./responses-writer";

const REQUEST_ID = "0199c0de-0000-7000-8000-000000000001";
const request = responsesRequest.parse({ model: "m", input: "Hi" });
const writer = responsesWriter(request, REQUEST_ID);
const receipt: Receipt = {
  requestId: REQUEST_ID,
  provider: "openai",
  model: "m",
  attemptCount: 1,
  cacheStatus: "none",
  savedNanoUsd: 0n,
  counts: { inputTokens: 3, cacheWrite5mTokens: 2, outputTokens: 5, reasoningTokens: 1 },
  isUsageEstimated: false,
  providerConfigId: "config-1",
  providerConfigName: "openai",
  inputCostNanoUsd: 0n,
  outputCostNanoUsd: 0n,
  costNanoUsd: 0n,
  timeToFirstTokenMs: null,
  isPriced: true,
  latencyMs: 1,
  warnings: [],
  budget: null,
  stepDown: null,
};

/** The frames of a stream, and what the stock SDK makes of them. */
async function written(events: readonly ChatEvent[]) {
  const encoder = writer.createEncoder({ requestId: REQUEST_ID, model: "m", estimatedInputTokens: 5 });
  const frames = events.map((event) => encoder.encode(event)).join("") + encoder.end(receipt);
  return { frames, response: await understood(frames) };
}

function understood(frames: string) {
  const sdk = new OpenAI({
    apiKey: "sk-none",
    baseURL: "http://127.0.0.1:1/v1",
    maxRetries: 0,
    fetch: async () => new Response(frames, { headers: { "content-type": "text/event-stream" } }),
  });
  return sdk.responses.stream({ model: "m", input: "Hi" }).finalResponse();
}

describe("a stream of neutral events", () => {
  it("becomes the same items as the whole answer", async () => {
    const { response } = await written([
      { id: "chatcmpl-1", model: "gpt-x" },
      {
        reasoning: "Hm",
        reasoningDetails: [{ type: "reasoning.text", text: "Hm", format: "anthropic-claude-v1", index: 0 }],
      },
      {
        reasoning: ".",
        reasoningDetails: [{ type: "reasoning.text", text: ".", format: "anthropic-claude-v1", index: 0 }],
      },
      { reasoningDetails: [{ type: "reasoning.text", signature: "sig", format: "anthropic-claude-v1", index: 0 }] },
      {
        reasoningDetails: [{ type: "reasoning.encrypted", data: "redacted", format: "anthropic-claude-v1", index: 1 }],
      },
      { text: "Hel" },
      { text: "lo." },
      { images: ["data:image/png;base64,AAAA"] },
      { toolCalls: [{ index: 0, id: "call_1", name: "f" }] },
      { toolCalls: [{ index: 1, id: "call_2", name: "g", arguments: "{}" }] },
      { toolCalls: [{ index: 0, arguments: '{"a":1}' }] },
      { finishReason: "tool_calls" },
    ]);
    const whole = writer.toBody(
      {
        id: "chatcmpl-1",
        model: "gpt-x",
        text: "Hello.",
        reasoning: "Hm.",
        reasoningDetails: [
          { type: "reasoning.text", text: "Hm.", signature: "sig", format: "anthropic-claude-v1", index: 0 },
          { type: "reasoning.encrypted", data: "redacted", format: "anthropic-claude-v1", index: 1 },
        ],
        images: ["data:image/png;base64,AAAA"],
        toolCalls: [
          { id: "call_1", name: "f", arguments: '{"a":1}' },
          { id: "call_2", name: "g", arguments: "{}" },
        ],
        finishReason: "tool_calls",
        warnings: [],
      },
      receipt,
    );
    expect(JSON.parse(JSON.stringify(response))).toMatchObject({
      ...Object(whole),
      created_at: expect.any(Number),
      completed_at: expect.any(Number),
    });
    expect(response.usage).toMatchObject({
      input_tokens: 5,
      input_tokens_details: { cache_write_tokens: 2 },
      output_tokens: 6,
      output_tokens_details: { reasoning_tokens: 1 },
      total_tokens: 11,
    });
  });

  it("keeps the proof of a tool call, which comes beside no text", async () => {
    const { response } = await written([
      {
        toolCalls: [{ index: 0, id: "call_1", name: "f", arguments: "{}" }],
        reasoningDetails: [{ type: "reasoning.encrypted", data: "th", id: "call_1", format: "google-gemini-v1" }],
      },
      { finishReason: "tool_calls" },
    ]);
    const [proof, call] = response.output;
    expect(call).toMatchObject({ type: "function_call", call_id: "call_1" });
    expect(proof?.type === "reasoning" && untagReasoning(proof.encrypted_content ?? "")).toEqual({
      type: "reasoning.encrypted",
      data: "th",
      id: "call_1",
      format: "google-gemini-v1",
    });
  });

  it("waits with a call until its name is known, and gives one without an id an id", async () => {
    const { response } = await written([
      { toolCalls: [{ index: 0, arguments: '{"a"' }] },
      { toolCalls: [{ index: 0, name: "f" }] },
      { toolCalls: [{ index: 0, arguments: ":1}" }] },
      { finishReason: "tool_calls" },
    ]);
    expect(response.output).toMatchObject([
      { type: "function_call", name: "f", arguments: '{"a":1}', call_id: expect.stringMatching(/^call_/) },
    ]);
  });

  it("gives log probabilities with their tokens", async () => {
    const logprobs = { content: [{ token: "a", logprob: -0.5, bytes: [97], top_logprobs: [] }] };
    const { response } = await written([{ text: "a", logprobs }, { finishReason: "stop" }]);
    expect(response.output).toMatchObject([{ content: [{ text: "a", logprobs: logprobs.content }] }]);
  });

  it.each([
    ["length", "max_output_tokens"],
    ["content_filter", "content_filter"],
  ] as const)("says that %s cut it short", async (finishReason, reason) => {
    const { frames, response } = await written([{ text: "a" }, { finishReason }]);
    expect(frames).toContain("event: response.incomplete");
    expect(response).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason },
      output: [{ status: "incomplete" }],
    });
  });

  it("is a response with an empty message where the model said nothing", async () => {
    expect((await written([{ finishReason: "stop" }])).response).toMatchObject({
      status: "completed",
      output_text: "",
      output: [{ type: "message", content: [{ text: "" }] }],
    });
  });

  it("that breaks off has failed, and says why", async () => {
    const encoder = writer.createEncoder({ requestId: REQUEST_ID, model: "m", estimatedInputTokens: 5 });
    const frames =
      encoder.encode({ text: "a" }) + encoder.fail(new AppError("provider_rate_limited", "Wait a little."));
    const [failed, error] = frames.split("\n\n").slice(-3, -1);
    expect(failed).toContain('"status":"failed"');
    expect(failed).toContain('"error":{"code":"rate_limit_exceeded","message":"Wait a little."}');
    expect(error).toContain('event: error\ndata: {"type":"error","code":"provider_rate_limited"');
    await expect(understood(frames)).rejects.toThrow("Wait a little.");
  });
});
