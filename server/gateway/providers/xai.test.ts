import { describe, expect, it } from "vitest";
import { describeProvider } from "@/server/gateway/testing/describe-provider";
import { xai } from "./xai";

describe("xai", () => {
  describeProvider(xai);

  it.each([
    [400, "Client specified an invalid argument", "Incorrect API key provided: xa***ab.", "provider_auth_failed"],
    [
      403,
      "The caller does not have permission",
      "Your newly created team doesn't have any credits yet.",
      "provider_quota_exceeded",
    ],
    [
      429,
      "Some resource has been exhausted",
      "Your team has either used all available credits or reached its monthly spending limit.",
      "provider_quota_exceeded",
    ],
    [429, "Some resource has been exhausted", "Too many requests for team", "provider_rate_limited"],
    [
      400,
      "Client specified an invalid argument",
      "This model's maximum prompt length is 131072 but the request contains 200000 tokens.",
      "context_too_long",
    ],
    [403, "The caller does not have permission", "Content violates usage guidelines.", "content_filtered"],
  ])("tells its errors apart by their words: %i %s, %s is %s", (status, code, error, expected) => {
    expect(xai.readError({ status, headers: {}, body: { code, error } }).code).toBe(expected);
  });
});
