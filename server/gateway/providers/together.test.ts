import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { together } from "./together";

describe("together", () => {
  describeProvider(together);

  it.each([
    [
      403,
      "Input validation error: the token count (inputs + max_tokens) exceeds the model's context length",
      "context_too_long",
    ],
    [403, "This key is not allowed here", "provider_auth_failed"],
    [402, "Credit limit exceeded", "provider_quota_exceeded"],
    [503, "The engine is currently overloaded", "provider_unavailable"],
  ])("reads %i “%s” as %s", (status, message, expected) => {
    const body = { error: { message, type: "invalid_request_error", param: null, code: null } };
    expect(together.readError({ status, headers: {}, body }).code).toBe(expected);
  });
});
