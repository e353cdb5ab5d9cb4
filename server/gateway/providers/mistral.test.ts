import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { mistral } from "./mistral";
import { adaptMistralBody } from "./mistral/adapt-body";

const messages = [{ role: "user", content: "Hi" }];

describe("mistral", () => {
  describeProvider(mistral);

  it.each([
    [401, { detail: "Unauthorized" }, "provider_auth_failed"],
    [
      429,
      { object: "error", message: "Rate limit exceeded", type: "rate_limited", param: null, code: "1300" },
      "provider_rate_limited",
    ],
    [
      429,
      {
        object: "error",
        message: "Service tier capacity exceeded for this model.",
        type: "service_tier_capacity_exceeded",
        code: "3505",
      },
      "provider_unavailable",
    ],
    [
      400,
      { object: "error", message: "Invalid model: nope", type: "invalid_model", param: null, code: "1500" },
      "provider_model_missing",
    ],
    [
      400,
      {
        object: "error",
        message: "Prompt contains 40000 tokens, too large for model with 32768 maximum context length",
        type: "invalid_request_prompt",
        code: "3051",
      },
      "context_too_long",
    ],
    [
      422,
      {
        object: "error",
        message: { detail: [{ type: "extra_forbidden", loc: ["body", "foo"], msg: "Extra inputs are not permitted" }] },
        type: "invalid_request_error",
      },
      "provider_rejected",
    ],
  ])("reads %i %j as %s", (status, body, expected) => {
    expect(mistral.readError({ status, headers: {}, body }).code).toBe(expected);
  });

  it("quotes a failed validation", () => {
    const body = {
      object: "error",
      message: { detail: [{ loc: ["body", "foo"], msg: "Extra inputs are not permitted" }] },
    };
    expect(mistral.readError({ status: 422, headers: {}, body }).message).toContain("Extra inputs are not permitted");
  });

  it("maps another vendor's ids of tool calls, at the call and at its result alike", () => {
    const call = { id: "toolu_01A09q90qw90lq917835lq9", type: "function", function: { name: "f", arguments: "{}" } };
    const history = [
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: call.id, content: "1" },
    ];
    expect(adaptMistralBody({ model: "m", messages: [...messages, ...history] }, [])).toMatchObject({
      messages: [
        { role: "user" },
        { tool_calls: [{ id: expect.stringMatching(/^[A-Za-z0-9]{9}$/) }] },
        { tool_call_id: expect.stringMatching(/^[A-Za-z0-9]{9}$/) },
      ],
    });
    const { messages: sent } = adaptMistralBody({ model: "m", messages: history }, []);
    const ids = JSON.stringify(sent)
      .match(/[A-Za-z0-9]{9}(?=")/g)
      ?.filter((id) => /\d/.test(id));
    expect(new Set(ids).size).toBe(1);
  });

  it("does not ask Magistral, which always thinks, for an effort", () => {
    const warnings: string[] = [];
    expect(adaptMistralBody({ model: "magistral-medium-2509", messages, reasoning_effort: "none" }, warnings)).toEqual({
      model: "magistral-medium-2509",
      messages,
    });
    expect(warnings).toHaveLength(1);
  });

  it.each([
    ["logprobs", { logprobs: true }],
    ["tools.0.type", { tools: [{ type: "web_search" }] }],
    [
      "messages.0.content.0",
      { messages: [{ role: "user", content: [{ type: "file", file: { file_id: "file-1" } }] }] },
    ],
  ])("refuses what would be lost: %s", (param, fields) => {
    expect(() => adaptMistralBody({ model: "m", messages, ...fields }, [])).toThrow(
      expect.objectContaining({ code: "untranslatable", details: { param } }),
    );
  });
});
