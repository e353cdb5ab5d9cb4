import { describe, expect, it } from "vitest";
import { createErrorReader } from "./read-error";

const readError = createErrorReader("OpenAI");
const read = (status: number, body: unknown) => readError({ status, body });
const error = (message: string, code: string | number | null = null, type = "invalid_request_error") => ({
  error: { message, type, code, param: null },
});

describe("the OpenAI error dialect", () => {
  it.each([
    [
      400,
      error("This model's maximum context length is 128000 tokens.", "context_length_exceeded"),
      "context_too_long",
    ],
    [
      400,
      error("This model's maximum context length is 8192 tokens. However, you requested 9000 tokens"),
      "context_too_long",
    ],
    [400, error("The response was filtered", "content_filter"), "content_filtered"],
    [400, error("Unknown parameter: 'foo'."), "provider_rejected"],
    [400, error("Model does not exist. Please check it carefully.", 20012), "provider_model_missing"],
    [404, error("The model `gpt-9` does not exist", "model_not_found"), "provider_model_missing"],
    [401, error("Incorrect API key provided", "invalid_api_key"), "provider_auth_failed"],
    [403, error("Country not supported", "unsupported_country_region_territory"), "provider_auth_failed"],
    [403, { detail: "Insufficient account balance", code: "AUTHZ_INSUFFICIENT_BALANCE" }, "provider_quota_exceeded"],
    [403, error("Project `proj_x` does not have access to model `gpt-9`", "model_not_found"), "provider_model_missing"],
    [
      403,
      { error: { code: 403, message: "Flagged", metadata: { reasons: ["violence"], flagged_input: "x" } } },
      "content_filtered",
    ],
    [402, error("Insufficient credits", 402), "provider_quota_exceeded"],
    [413, "Payload Too Large", "provider_rejected"],
    [422, { detail: [{ loc: ["body", "input"], msg: "field required", type: "missing" }] }, "provider_rejected"],
    [
      429,
      error("You exceeded your current quota", "insufficient_quota", "insufficient_quota"),
      "provider_quota_exceeded",
    ],
    [429, error("Rate limit reached for gpt-4o", "rate_limit_exceeded", "requests"), "provider_rate_limited"],
    [500, "Internal Server Error", "provider_unavailable"],
    [529, error("Overloaded"), "provider_unavailable"],
    [408, "", "provider_timeout"],
    [504, "<html>504 Gateway Time-out</html>", "provider_timeout"],
    [200, { error: { message: "Provider returned error", code: 429 } }, "provider_rate_limited"],
    [200, { error: { message: "The model crashed", type: "server_error" } }, "provider_unavailable"],
  ])("%i %j is %s", (status, body, code) => {
    expect(read(status, body).code).toBe(code);
  });

  it("quotes the vendor in at most 300 characters, without keys, on one line", () => {
    const { message } = read(
      400,
      error(`Bad\nfield. Key sk-proj-abcdefghijklmnop, Bearer abc.def, ${"x ".repeat(400)}`),
    );
    expect(message).toContain("“Bad field.");
    expect(message).not.toMatch(/abcdefgh|abc\.def|\n/);
    expect(message.length).toBeLessThan(420);
  });

  it.each([
    "sk-1234567890abcdefghijklmn",
    "sk-ant-api03-AbCdEf_123-xyz",
    "sk-or-v1-0123456789abcdef",
    "AIzaSyA1234567890abcdefghijklmnopqrstuv",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc123",
    "jina_0123456789abcdef",
    "gsk_abcdefghijklmnop",
    "xai-abcdefghijklmnop",
    "hf_abcdefghijklmnop",
    "0123456789abcdef0123456789abcdef",
    "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5z",
    "sk-abc***********xyz9",
  ])("does not repeat the key %s", (key) => {
    const { message } = read(400, error(`The key ${key} is odd`));
    expect(message).not.toContain(key.slice(4, 14));
    expect(message).toContain("is odd");
  });

  it("leaves long model names as they are", () => {
    expect(read(400, error("No claude-3-5-sonnet-20241022-long-context-preview here")).message).toContain(
      "claude-3-5-sonnet-20241022-long-context-preview",
    );
  });

  it("never quotes a 401, nor a page of HTML", () => {
    expect(read(401, error("words of a refusal")).message).not.toContain("words of a refusal");
    expect(read(502, "<html>secret page</html>").message).not.toContain("secret page");
  });
});

it("reads SiliconFlow's flat form", () => {
  const flat = { code: 20012, message: "Model does not exist. Please check it carefully.", data: null };
  expect(read(400, flat)).toMatchObject({
    code: "provider_model_missing",
    message: expect.stringContaining("“Model does not exist."),
  });
});
