import { describe, expect, it } from "vitest";
import { createSelfHostedErrorReader } from "./read-self-hosted-error";

const readError = createSelfHostedErrorReader("The server");

describe("the error dialects of self-hosted servers", () => {
  it.each([
    // vLLM, flat as it was and nested as it is.
    [
      400,
      { object: "error", message: "This model's maximum context length is 8192 tokens.", code: 400 },
      "context_too_long",
    ],
    [
      400,
      {
        error: {
          message: "The decoder prompt (length 9000) is longer than the maximum model length of 8192.",
          code: 400,
        },
      },
      "context_too_long",
    ],
    [404, { object: "error", message: "The model `x` does not exist.", code: 404 }, "provider_model_missing"],
    [
      400,
      { error: { message: "'temperature' must be non-negative", type: "BadRequestError", code: 400 } },
      "provider_rejected",
    ],
    // Ollama.
    [404, { error: { message: "model 'x' not found", type: "not_found_error" } }, "provider_model_missing"],
    [404, { error: 'model "x" not found, try pulling it first' }, "provider_model_missing"],
    [400, { error: { message: "the input length exceeds the context length" } }, "context_too_long"],
    [400, { error: { message: "registry.ollama.ai/library/x does not support tools" } }, "capability_unsupported"],
    [503, { error: { message: "server busy, please try again." } }, "provider_unavailable"],
    // LM Studio.
    [
      400,
      {
        error:
          "Trying to keep the first 5000 tokens when context the overflows. The model is loaded with context length of only 4096 tokens",
      },
      "context_too_long",
    ],
    // llama.cpp.
    [
      400,
      {
        error: {
          code: 400,
          message: "request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it",
          type: "exceed_context_size_error",
          n_ctx: 8192,
        },
      },
      "context_too_long",
    ],
    [
      500,
      { error: { code: 500, message: "input (812 tokens) is too large to process. increase the physical batch size" } },
      "context_too_long",
    ],
    [
      501,
      { error: { code: 501, message: "This server does not support embeddings.", type: "not_supported_error" } },
      "capability_unsupported",
    ],
    [503, { error: { code: 503, message: "Loading model", type: "unavailable_error" } }, "provider_unavailable"],
    [401, { error: { code: 401, message: "Invalid API Key", type: "authentication_error" } }, "provider_auth_failed"],
    // Text Embeddings Inference.
    [
      413,
      {
        error: "Input validation error: `inputs` must have less than 512 tokens. Given: 600",
        error_type: "Validation",
      },
      "context_too_long",
    ],
    [413, { error: "batch size 64 > maximum allowed batch size 32", error_type: "Validation" }, "provider_rejected"],
    [424, { error: "Inference failed", error_type: "Backend" }, "provider_unavailable"],
    [424, { error: "model is not a re-ranker model", error_type: "Backend" }, "capability_unsupported"],
    [429, { error: "Model is overloaded", error_type: "Overloaded" }, "provider_rate_limited"],
    // Xinference.
    [400, { detail: "[address=0.0.0.0:1, pid=1] Model not found in the model list, uid: x" }, "provider_model_missing"],
    // In a stream there is no status.
    [200, { error: { code: 400, message: "the request exceeds the available context size" } }, "context_too_long"],
    [200, { error: { code: 503, message: "Loading model" } }, "provider_unavailable"],
  ])("%i %j is %s", (status, body, code) => {
    expect(readError({ status, body }).code).toBe(code);
  });

  it("keeps the server's own words and says what to do", () => {
    const { message } = readError({ status: 413, body: { error: "batch size 64 > maximum allowed batch size 32" } });
    expect(message).toContain("The server answered 413: “batch size 64 > maximum allowed batch size 32”");
  });
});
