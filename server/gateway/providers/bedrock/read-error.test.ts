import { expect, it } from "vitest";
import { bedrockError, readBedrockError } from "./read-error";

it.each([
  [429, "ThrottlingException", "Too many requests, please wait before trying again.", "provider_rate_limited"],
  [429, "ModelNotReadyException", "Model is not ready for inference.", "provider_unavailable"],
  [400, "ServiceQuotaExceededException", "Your account is not authorized for so much.", "provider_quota_exceeded"],
  [400, "ValidationException", "Input is too long for requested model.", "context_too_long"],
  [400, "ValidationException", "The provided model identifier is invalid.", "provider_model_missing"],
  [
    400,
    "ValidationException",
    "Invocation of model ID x with on-demand throughput isn’t supported. Retry with an inference profile.",
    "provider_model_missing",
  ],
  [400, "ValidationException", "1 validation error detected", "provider_rejected"],
  [
    403,
    "UnrecognizedClientException",
    "The security token included in the request is invalid.",
    "provider_auth_failed",
  ],
  [403, "ExpiredTokenException", "The security token has expired", "provider_auth_failed"],
  [403, "AccessDeniedException", "User is not authorized to perform: bedrock:InvokeModel", "provider_auth_failed"],
  [
    403,
    "AccessDeniedException",
    "You don't have access to the model with the specified model ID.",
    "provider_model_missing",
  ],
  [404, "ResourceNotFoundException", "The model has reached its end of life.", "provider_model_missing"],
  [408, "ModelTimeoutException", "Model has timed out", "provider_timeout"],
  [424, "ModelErrorException", "The system encountered an unexpected error", "provider_unavailable"],
  [500, "InternalServerException", "x", "provider_unavailable"],
  [503, "ServiceUnavailableException", "x", "provider_unavailable"],
])("%i %s “%s” is %s", (status, exception, message, code) => {
  const header = { "x-amzn-errortype": `${exception}:http://internal.amazon.com/coral/com.amazon.bedrock/` };
  expect(readBedrockError({ status, headers: header, body: { message } }).code).toBe(code);
  const body = { __type: `com.amazon.coral.service#${exception}`, Message: message };
  expect(readBedrockError({ status, headers: {}, body }).code).toBe(code);
});

it.each([
  ["throttlingException", "provider_rate_limited"],
  ["modelStreamErrorException", "provider_unavailable"],
  ["internalServerException", "provider_unavailable"],
  ["serviceUnavailableException", "provider_unavailable"],
  ["validationException", "provider_rejected"],
  ["somethingNew", "provider_unavailable"],
])("%s in a stream is %s", (exception, code) => {
  expect(bedrockError(exception, 0, "words").code).toBe(code);
});
