import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { dashscope } from "./dashscope";
import { adaptDashscopeBody } from "./dashscope/adapt-body";

const messages = [{ role: "user", content: "Hi" }];
const tool = (name: string) => ({ type: "function", function: { name } });

describe("dashscope", () => {
  describeProvider(dashscope);

  it.each([
    [400, "Arrearage", "provider_quota_exceeded"],
    [403, "AllocationQuota.FreeTierOnly", "provider_quota_exceeded"],
    [429, "insufficient_quota", "provider_rate_limited"],
    [400, "data_inspection_failed", "content_filtered"],
    [404, "model_not_found", "provider_model_missing"],
    [401, "invalid_api_key", "provider_auth_failed"],
  ])("reads %i %s as %s", (status, code, expected) => {
    const body = { error: { message: "No.", type: code, param: null, code }, request_id: "1" };
    expect(dashscope.readError({ status, headers: {}, body }).code).toBe(expected);
  });

  it.each([
    [{ reasoning_effort: "none" }, { enable_thinking: false }, 0],
    [{ reasoning_effort: "high" }, { enable_thinking: true }, 1],
    [{ thinking: { type: "adaptive" } }, { enable_thinking: true }, 0],
  ])("thinks or does not: %j", (asked, sent, count) => {
    const warnings: string[] = [];
    expect(adaptDashscopeBody({ model: "qwen-plus", messages, ...asked }, warnings)).toEqual({
      model: "qwen-plus",
      messages,
      ...sent,
    });
    expect(warnings).toHaveLength(count);
  });

  it("keeps an open Qwen3 model thinking in streams, where it can", () => {
    const body = { model: "qwen3-32b", messages, stream: true };
    expect(adaptDashscopeBody(body, [])).toEqual(body);
  });

  it("refuses to force one of several tools", () => {
    const body = { model: "qwen-plus", messages, tools: [tool("a"), tool("b")], tool_choice: "required" };
    expect(() => adaptDashscopeBody(body, [])).toThrow(
      expect.objectContaining({ code: "untranslatable", details: { param: "tool_choice" } }),
    );
  });
});
