import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { zhipu } from "./zhipu";
import { adaptZhipuBody } from "./zhipu/adapt-body";

const messages = [{ role: "user", content: "Hi" }];
const tools = [{ type: "function", function: { name: "f" } }];

describe("zhipu", () => {
  describeProvider(zhipu);

  it.each([
    [429, "1113", "provider_quota_exceeded"],
    [429, "1302", "provider_rate_limited"],
    [400, "1301", "content_filtered"],
    [400, "1211", "provider_model_missing"],
    [400, "1261", "context_too_long"],
    [401, "1002", "provider_auth_failed"],
    [400, "1214", "provider_rejected"],
  ])("knows its numbers: %i %s is %s", (status, code, expected) => {
    expect(zhipu.readError({ status, headers: {}, body: { error: { code, message: "No." } } }).code).toBe(expected);
  });

  it("keeps the vendor's own word on earlier thinking", () => {
    const thinking = { type: "enabled", clear_thinking: false };
    expect(adaptZhipuBody({ model: "glm-4.7", messages, thinking }, [])).toEqual({
      model: "glm-4.7",
      messages,
      thinking,
    });
  });

  it("means by no tools what the client means by none", () => {
    expect(adaptZhipuBody({ model: "glm-4.7", messages, tools, tool_choice: "none" }, [])).toEqual({
      model: "glm-4.7",
      messages,
    });
  });

  it.each(["required", { type: "function", function: { name: "f" } }])("refuses to force a call: %j", (choice) => {
    expect(() => adaptZhipuBody({ model: "glm-4.7", messages, tools, tool_choice: choice }, [])).toThrow(
      expect.objectContaining({ code: "untranslatable", details: { param: "tool_choice" } }),
    );
  });

  it.each([
    ["glm-4.7", { thinking: { type: "enabled" } }],
    ["glm-5.2", { thinking: { type: "enabled" }, reasoning_effort: "low" }],
  ])("grades the thinking of %s only if it has grades", (model, sent) => {
    expect(adaptZhipuBody({ model, messages, reasoning_effort: "low" }, [])).toEqual({ model, messages, ...sent });
  });
});
