import { describe, expect, it } from "vitest";
import type { ModelEntry } from "@/server/gateway/config/config-store";
import { anthropic } from "@/server/gateway/providers/anthropic";
import { openai } from "@/server/gateway/providers/openai";
import type { ChatCall, ChatCapability } from "@/server/gateway/spec/chat";
import type { ChatDialect } from "@/server/gateway/spec/native-request";
import { modelEntryOf } from "@/server/gateway/testing/config-fixtures";
import { TEST_PRICE } from "@/server/gateway/testing/start-test-gateway";
import { fillSettings } from "./fill-settings";

const model = (over: Partial<ModelEntry> = {}) =>
  modelEntryOf("main", "gpt-4o", { provider: "openai", maxOutputTokens: 16_384, price: TEST_PRICE, ...over });

const messages = [{ role: "user" as const, content: "hi" }];

function callIn(dialect: ChatDialect, extra: Record<string, unknown> = {}): ChatCall {
  const body = { model: "profile:fast", messages, ...extra };
  return {
    request: { ...extra, model: "profile:fast", messages },
    native: { dialect, body, text: JSON.stringify(body), headers: {} },
  };
}

function llmOf({ llm }: { llm?: ChatCapability }): ChatCapability {
  if (!llm) throw new Error("no chat");
  return llm;
}

const fill = (
  call: ChatCall,
  settings: Parameters<typeof fillSettings>[1],
  over: Partial<ModelEntry> = {},
  capability = llmOf(openai),
  inputTokens = 100,
) => fillSettings(call, settings, model(over), capability, { inputTokens });

const sent = (call: ChatCall): unknown => JSON.parse(call.native?.text ?? "null");

describe("settings of a profile", () => {
  it("leave a call untouched, to the byte, where the client has said it all", () => {
    const call = callIn("chat", { temperature: 0, max_tokens: 5 });
    expect(fill(call, { temperature: 1, max_tokens: 9 }).call).toBe(call);
    expect(fill(call, {}).call).toBe(call);
  });

  it("go behind what the client wrote, whose bytes stay as they were", () => {
    const text = '{ "model":"m", "seed": 12345678901234567890, "messages": [] }';
    const { call } = fill(
      { request: { model: "m", messages }, native: { dialect: "chat", body: { model: "m" }, text, headers: {} } },
      { temperature: 0.5 },
    );
    expect(call.native?.text).toBe('{ "model":"m", "seed": 12345678901234567890, "messages": [] ,"temperature":0.5}');
  });

  it("take the place of a null, which means the default", () => {
    const { call } = fill(callIn("chat", { temperature: null }), { temperature: 0.5 });
    expect(sent(call)).toMatchObject({ temperature: 0.5 });
    expect(call.native?.text.match(/temperature/g)).toHaveLength(1);
  });

  it("reach OpenAI's chat in the fields the model takes", () => {
    const settings = { temperature: 0.2, max_tokens: 50, stop: ["END"], seed: 3 };
    expect(sent(fill(callIn("chat"), settings).call)).toMatchObject({
      temperature: 0.2,
      max_completion_tokens: 50,
      stop: ["END"],
      seed: 3,
    });
    const thinking = fill(callIn("chat"), { temperature: 0.2, reasoning_effort: "low" }, { modelId: "o3-mini" });
    expect(sent(thinking.call)).toMatchObject({ reasoning_effort: "low" });
    expect(sent(thinking.call)).not.toHaveProperty("temperature");
    expect(thinking.warnings.join()).toContain("temperature");
  });

  it("reach the Responses API and legacy completions under their own names", () => {
    const settings = { temperature: 0.2, max_tokens: 50, stop: ["END"] };
    const responses = fill(callIn("responses"), settings);
    expect(sent(responses.call)).toMatchObject({ temperature: 0.2, max_output_tokens: 50 });
    expect(sent(responses.call)).not.toHaveProperty("stop");
    expect(responses.warnings.join()).toContain('"stop"');
    const legacy = fill(callIn("completions"), settings, { modelId: "gpt-3.5-turbo-instruct" });
    expect(sent(legacy.call)).toMatchObject({ temperature: 0.2, max_tokens: 50, stop: ["END"] });
  });

  it("reach Anthropic's Messages under their own names, within its range", () => {
    const claude = { provider: "anthropic", modelId: "claude-3-5-haiku-20241022" };
    const { call, warnings } = fill(
      callIn("messages", { max_tokens: 30 }),
      { temperature: 1.5, stop: ["END"] },
      claude,
      llmOf(anthropic),
    );
    expect(sent(call)).toMatchObject({ temperature: 1, stop_sequences: ["END"], max_tokens: 30 });
    expect(warnings).toEqual([expect.stringContaining("lowered to 1")]);
  });

  it("keep out of the thinking that a client has planned itself", () => {
    const thinking = { type: "enabled", budget_tokens: 2_000 };
    const claude = { provider: "anthropic", modelId: "claude-sonnet-4-20250514" };
    const { call } = fill(
      callIn("messages", { max_tokens: 4_000, thinking }),
      { temperature: 0.2, reasoning_effort: "high" },
      claude,
      llmOf(anthropic),
    );
    expect(sent(call)).toMatchObject({ thinking });
    expect(sent(call)).not.toHaveProperty("temperature");
  });

  it("fill only the neutral request where the provider does not speak the client's dialect", () => {
    const { call } = fill(callIn("messages"), { temperature: 0.2 });
    expect(call.request.temperature).toBe(0.2);
    expect(sent(call)).not.toHaveProperty("temperature");
  });

  it("leave the pair of temperature and top_p to a client that gives either", () => {
    const call = callIn("chat", { top_p: 0.5 });
    expect(fill(call, { temperature: 0.2, top_p: 0.9 }).call).toBe(call);
  });

  it("never ask for more output than the model gives", () => {
    const { call, warnings } = fill(callIn("chat"), { max_tokens: 20_000 });
    expect(call.request.max_completion_tokens).toBe(16_384);
    expect(warnings).toEqual([expect.stringContaining("16384")]);
  });
});

describe("a cap on the cost of a call", () => {
  // 0.15 and 0.60 USD per million: 1,000,000 tokens in are $0.15, a token out is $0.0000006.
  it("bounds the output to what is left of it, also below what the client asked", () => {
    const { call, warnings } = fill(
      callIn("chat", { max_tokens: 10_000 }),
      { cost_cap_usd: "0.150600" },
      {},
      llmOf(openai),
      1_000_000,
    );
    expect(call.request).toMatchObject({ max_completion_tokens: 1_000 });
    expect(warnings).toEqual([expect.stringContaining("1000 tokens")]);
  });

  it("leaves a call alone that can't reach it", () => {
    const call = callIn("chat", { max_tokens: 100 });
    expect(fill(call, { cost_cap_usd: "1" }).call).toBe(call);
  });

  it("refuses a prompt that is dearer by itself, and a model without a price", () => {
    const refused = expect.objectContaining({ code: "cost_cap_exceeded" });
    expect(() => fill(callIn("chat"), { cost_cap_usd: "0.1" }, {}, llmOf(openai), 1_000_000)).toThrow(refused);
    expect(() => fill(callIn("chat"), { cost_cap_usd: "0.1" }, { price: null })).toThrow(refused);
  });
});
