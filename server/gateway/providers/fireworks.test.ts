import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { fireworks } from "./fireworks";

describe("fireworks", () => {
  describeProvider(fireworks);

  it.each([
    [412, "Account is suspended", "provider_quota_exceeded"],
    [404, "Model not found, inaccessible, and/or not deployed", "provider_model_missing"],
    [400, "The prompt is too long: 200000, model maximum context length: 131071", "context_too_long"],
  ])("reads %i “%s” as %s", (status, message, expected) => {
    const body = { error: { object: "error", type: "invalid_request_error", code: "invalid_request_error", message } };
    expect(fireworks.readError({ status, headers: {}, body }).code).toBe(expected);
  });
});
