import { describe, expect, it } from "vitest";
import { completionsRequest } from "./completions-request";
import { toChatCall } from "./to-chat-call";

const call = (body: Record<string, unknown>) => {
  const whole = { model: "m", ...body };
  return toChatCall(completionsRequest.parse(whole), JSON.stringify(whole));
};

describe("a legacy completion", () => {
  it("makes the prompt the user's message, with the default length of the API", () => {
    expect(call({ prompt: "Once" })).toMatchObject({
      request: { model: "m", messages: [{ role: "user", content: "Once" }], max_tokens: 16 },
      losses: [],
      native: { dialect: "completions", body: { model: "m", prompt: "Once" }, text: '{"model":"m","prompt":"Once"}' },
    });
    expect(call({ prompt: ["Once"] }).request.messages).toEqual([{ role: "user", content: "Once" }]);
  });

  it("carries over what chat knows", () => {
    const { request, losses, refusal } = call({
      prompt: "Once",
      max_tokens: 5,
      temperature: 0,
      top_p: 0.5,
      stop: ["\n"],
      seed: 1,
      logprobs: 2,
      echo: true,
      stream: true,
      stream_options: { include_usage: true },
      user: "u",
    });
    expect({ losses, refusal }).toEqual({ losses: [], refusal: undefined });
    expect(request).toMatchObject({
      max_tokens: 5,
      stop: ["\n"],
      seed: 1,
      logprobs: true,
      top_logprobs: 2,
      stream: true,
    });
    expect(request).not.toHaveProperty("echo");
  });

  it.each<[string, Record<string, unknown>]>([
    ["prompt", { prompt: ["a", "b"] }],
    ["prompt", { prompt: [1, 2, 3] }],
    ["prompt", { prompt: [[1, 2, 3]] }],
    ["prompt", {}],
    ["suffix", { prompt: "a", suffix: "b" }],
    ["n", { prompt: "a", n: 2 }],
    ["max_tokens", { prompt: "a", max_tokens: 0 }],
  ])("refuses %s of %j where nobody speaks the dialect", (param, body) => {
    expect(call(body).refusal).toMatchObject({ code: "untranslatable", details: { param } });
  });

  it("says what is lost", () => {
    expect(call({ prompt: "a", best_of: 3, use_beam_search: true }).losses).toEqual([
      expect.stringContaining("best_of"),
      expect.stringContaining("use_beam_search"),
    ]);
  });
});
