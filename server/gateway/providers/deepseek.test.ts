import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { deepseek } from "./deepseek";
import { adaptDeepSeekBody } from "./deepseek/adapt-body";

const messages = [{ role: "user", content: "Hi" }];

describe("deepseek", () => {
  describeProvider(deepseek);

  it.each([
    [402, "Insufficient Balance", "provider_quota_exceeded"],
    [400, "Content Exists Risk", "content_filtered"],
    [
      400,
      "This model's maximum context length is 131072 tokens. However, you requested 200000 tokens",
      "context_too_long",
    ],
    [422, "Failed to deserialize the JSON body", "provider_rejected"],
  ])("reads %i “%s” as %s", (status, message, expected) => {
    const body = { error: { message, type: "unknown_error", param: null, code: "invalid_request_error" } };
    expect(deepseek.readError({ status, headers: {}, body }).code).toBe(expected);
  });

  it.each([
    ["none", { thinking: { type: "disabled" } }],
    ["minimal", { thinking: { type: "enabled" }, reasoning_effort: "low" }],
    ["xhigh", { thinking: { type: "enabled" }, reasoning_effort: "high" }],
    ["max", { thinking: { type: "enabled" }, reasoning_effort: "max" }],
  ])("puts the effort %s into its own scale", (effort, sent) => {
    expect(adaptDeepSeekBody({ model: "deepseek-v4-pro", messages, reasoning_effort: effort }, [])).toEqual({
      model: "deepseek-v4-pro",
      messages,
      ...sent,
    });
  });

  it.each([
    ["n", { n: 2 }],
    ["logit_bias", { logit_bias: { "50256": -100 } }],
    ["messages.0.content.0", { messages: [{ role: "user", content: [{ type: "input_audio", input_audio: {} }] }] }],
  ])("refuses what would be lost: %s", (param, fields) => {
    expect(() => adaptDeepSeekBody({ model: "deepseek-chat", messages, ...fields }, [])).toThrow(
      expect.objectContaining({ code: "untranslatable", details: { param } }),
    );
  });
});
