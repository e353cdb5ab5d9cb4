import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { moonshot } from "./moonshot";
import { adaptMoonshotBody } from "./moonshot/adapt-body";

const messages = [{ role: "user", content: "Hi" }];
const forced = { tools: [{ type: "function", function: { name: "f" } }], tool_choice: "required" };

describe("moonshot", () => {
  describeProvider(moonshot);

  it.each([
    [429, "exceeded_current_quota_error", "provider_quota_exceeded"],
    [429, "rate_limit_reached_error", "provider_rate_limited"],
    [429, "engine_overloaded_error", "provider_unavailable"],
    [400, "content_filter", "content_filtered"],
    [404, "resource_not_found_error", "provider_model_missing"],
  ])("reads %i %s as %s", (status, type, expected) => {
    expect(moonshot.readError({ status, headers: {}, body: { error: { message: "No.", type } } }).code).toBe(expected);
  });

  it.each([
    ["kimi-k3", "none", {}, 1],
    ["kimi-k3", "max", { reasoning_effort: "max" }, 0],
    ["kimi-k2.6", "none", { thinking: { type: "disabled" } }, 0],
    ["kimi-k2.6", "high", { thinking: { type: "enabled" } }, 1],
    ["kimi-k2.7-code", "high", {}, 1],
    ["moonshot-v1-8k", "high", {}, 1],
  ])("asks %s for effort %s in words that it knows", (model, effort, sent, count) => {
    const warnings: string[] = [];
    expect(adaptMoonshotBody({ model, messages, reasoning_effort: effort }, warnings)).toEqual({
      model,
      messages,
      ...sent,
    });
    expect(warnings).toHaveLength(count);
  });

  it.each([
    ["kimi-k3", {}],
    ["kimi-k2.6", { thinking: { type: "enabled" } }],
  ])("refuses to force a call while %s thinks", (model, fields) => {
    expect(() => adaptMoonshotBody({ model, messages, ...forced, ...fields }, [])).toThrow(
      expect.objectContaining({ code: "untranslatable", details: { param: "tool_choice" } }),
    );
  });

  it("keeps the vendor's own word on earlier thinking", () => {
    const thinking = { type: "enabled", keep: "all" };
    expect(adaptMoonshotBody({ model: "kimi-k2.6", messages, thinking }, [])).toEqual({
      model: "kimi-k2.6",
      messages,
      thinking,
    });
  });

  it("leaves the older models their temperature and a forced call", () => {
    const body = { model: "moonshot-v1-8k", messages, ...forced, temperature: 0.3, n: 2 };
    expect(adaptMoonshotBody(body, [])).toEqual(body);
  });
});
