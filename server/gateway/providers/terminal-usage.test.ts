import { describe, expect, it } from "vitest";
import { AnthropicStreamReader } from "./anthropic/stream-reader";
import { ConverseStreamReader } from "./bedrock/stream-reader";
import { GeminiAnswerReader } from "./google/answer-reader";
import { ResponsesReader } from "./openai-like/responses-reader";

const RESPONSE = {
  id: "resp_1",
  service_tier: "priority",
  usage: {
    input_tokens: 75,
    input_tokens_details: { cached_tokens: 10 },
    output_tokens: 20,
    output_tokens_details: { reasoning_tokens: 5 },
    total_tokens: 95,
  },
};
const COUNTS = { inputTokens: 65, cacheReadTokens: 10, outputTokens: 15, reasoningTokens: 5 };

describe("A10: usage and tier are taken from what ends a stream", () => {
  it.each(["response.completed", "response.incomplete"])("OpenAI Responses: %s", (type) => {
    const status = type.slice("response.".length);
    const event = new ResponsesReader().read({ type, response: { ...RESPONSE, status } }, "", type);
    expect(event.usage).toEqual({ counts: COUNTS, isEstimated: false, serviceTier: "priority" });
  });

  it("OpenAI Responses: response.failed", () => {
    const reader = new ResponsesReader();
    const payload = { type: "response.failed", response: { ...RESPONSE, error: { code: "server_error" } } };
    expect(reader.failure(payload)).toEqual({ code: "server_error" });
    expect(reader.usageOf(payload)).toEqual({ counts: COUNTS, isEstimated: false, serviceTier: "priority" });
  });

  it("Anthropic: message_start and every message_delta, the tier of the start with the last of them", () => {
    const reader = new AnthropicStreamReader();
    const usage = { input_tokens: 8, cache_read_input_tokens: 2, output_tokens: 1, service_tier: "batch" };
    reader.read({ type: "message_start", message: { usage } });
    const last = reader.read({
      type: "message_delta",
      delta: { stop_reason: "end_turn" },
      usage: { output_tokens: 30 },
    });
    expect(last?.usage).toEqual({
      counts: { inputTokens: 8, cacheReadTokens: 2, outputTokens: 30 },
      isEstimated: false,
      serviceTier: "batch",
    });
  });

  it("Bedrock: metadata", () => {
    const event = new ConverseStreamReader("model").read("metadata", {
      usage: { inputTokens: 5, outputTokens: 6, totalTokens: 11 },
      serviceTier: { type: "flex" },
    });
    expect(event?.usage).toEqual({
      counts: { inputTokens: 5, outputTokens: 6 },
      isEstimated: false,
      serviceTier: "flex",
    });
  });

  it("Google: usageMetadata of the last chunk, and the traffic it was", () => {
    const event = new GeminiAnswerReader().read({
      candidates: [{ finishReason: "STOP" }],
      usageMetadata: {
        promptTokenCount: 4,
        candidatesTokenCount: 3,
        totalTokenCount: 7,
        trafficType: "ON_DEMAND_PRIORITY",
      },
    });
    expect(event.usage).toEqual({
      counts: { inputTokens: 4, outputTokens: 3 },
      isEstimated: false,
      serviceTier: "priority",
    });
  });
});
