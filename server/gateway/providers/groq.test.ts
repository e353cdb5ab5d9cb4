import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { groq } from "./groq";
import { adaptGroqBody } from "./groq/adapt-body";

const messages = [{ role: "user", content: "Hi" }];

describe("groq", () => {
  describeProvider(groq);

  it.each([
    [413, "tokens", "rate_limit_exceeded", "provider_rate_limited"],
    [400, "invalid_request_error", "tool_use_failed", "provider_bad_response"],
    [400, "invalid_request_error", "json_validate_failed", "provider_bad_response"],
    [400, "invalid_request_error", "model_decommissioned", "provider_model_missing"],
    [400, "invalid_request_error", "blocked_api_access", "provider_quota_exceeded"],
    [498, "", "capacity_exceeded", "provider_rate_limited"],
    [400, "invalid_request_error", "context_length_exceeded", "context_too_long"],
  ])("reads %i %s %s as %s", (status, type, code, expected) => {
    const body = { error: { message: "What happened", type, code } };
    expect(groq.readError({ status, headers: {}, body }).code).toBe(expected);
  });

  it.each([
    "This model does not support response format `json_schema`. See supported models at our documentation.",
    "tool calling is not supported with this model",
    "reasoning_effort is not supported with this model",
  ])("lets another model try what this one lacks: %s", (message) => {
    const body = { error: { message, type: "invalid_request_error" } };
    expect(groq.readError({ status: 400, headers: {}, body }).code).toBe("capability_unsupported");
  });

  it("does not take a wrong request for something the model lacks", () => {
    const body = { error: { message: "'messages.0': property 'foo' is unsupported", type: "invalid_request_error" } };
    expect(groq.readError({ status: 400, headers: {}, body }).code).toBe("provider_rejected");
  });

  it.each([
    ["openai/gpt-oss-20b", "none", { reasoning_effort: "low" }, 1],
    ["openai/gpt-oss-20b", "medium", { reasoning_effort: "medium" }, 0],
    ["qwen/qwen3-32b", "high", { reasoning_effort: "default", reasoning_format: "parsed" }, 0],
    ["llama-3.3-70b-versatile", "high", {}, 1],
  ])("asks %s for effort %s in words that it knows", (model, effort, sent, count) => {
    const warnings: string[] = [];
    expect(adaptGroqBody({ model, messages, reasoning_effort: effort }, warnings)).toEqual({
      model,
      messages,
      ...sent,
    });
    expect(warnings).toHaveLength(count);
  });

  it("leaves the client's own word on how thinking is shown", () => {
    const body = { model: "qwen/qwen3-32b", messages, reasoning_format: "hidden" };
    expect(adaptGroqBody(body, [])).toEqual(body);
  });

  it.each([
    ["n", { n: 3 }],
    ["top_logprobs", { top_logprobs: 2 }],
    ["messages.0.content.0", { messages: [{ role: "system", content: [{ type: "image_url" }] }] }],
  ])("refuses what would be lost: %s", (param, fields) => {
    expect(() => adaptGroqBody({ model: "m", messages, ...fields }, [])).toThrow(
      expect.objectContaining({ code: "untranslatable", details: { param } }),
    );
  });
});
