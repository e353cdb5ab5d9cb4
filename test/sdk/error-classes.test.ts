import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mintApiKey } from "@/server/auth/api-keys";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startDataPlane } from "@/test/start-data-plane";

interface Case {
  title: string;
  model: string;
  status: number;
  code: string;
  openAi: unknown;
  anthropic: unknown;
  /** Anthropic's own name of the error, in the body. */
  type: string;
  content?: string;
  isOutOfRange?: boolean;
  isKeyWrong?: boolean;
}

const CASES: Case[] = [
  {
    title: "a value out of its range",
    model: "gpt-test",
    isOutOfRange: true,
    status: 400,
    code: "invalid_request",
    openAi: OpenAI.BadRequestError,
    anthropic: Anthropic.BadRequestError,
    type: "invalid_request_error",
  },
  {
    title: "an unknown key",
    model: "gpt-test",
    isKeyWrong: true,
    status: 401,
    code: "unauthenticated",
    openAi: OpenAI.AuthenticationError,
    anthropic: Anthropic.AuthenticationError,
    type: "authentication_error",
  },
  {
    title: "an account at the provider without credit",
    model: "fault-402",
    status: 402,
    code: "provider_quota_exceeded",
    openAi: OpenAI.APIError,
    anthropic: Anthropic.APIError,
    type: "billing_error",
  },
  {
    title: "an address that the operator's network policy blocks",
    model: "behind-the-wall",
    status: 403,
    code: "egress_blocked",
    openAi: OpenAI.PermissionDeniedError,
    anthropic: Anthropic.PermissionDeniedError,
    type: "permission_error",
  },
  {
    title: "a model that nobody offers",
    model: "nobody-has-this",
    status: 404,
    code: "model_not_found",
    openAi: OpenAI.NotFoundError,
    anthropic: Anthropic.NotFoundError,
    type: "not_found_error",
  },
  {
    title: "a body beyond the bound",
    model: "gpt-test",
    content: "x".repeat(34_000_000),
    status: 413,
    code: "request_too_large",
    openAi: OpenAI.APIError,
    anthropic: Anthropic.APIError,
    type: "request_too_large",
  },
  {
    title: "a model of another type",
    model: "tts-test",
    status: 422,
    code: "model_type_mismatch",
    openAi: OpenAI.UnprocessableEntityError,
    anthropic: Anthropic.UnprocessableEntityError,
    type: "invalid_request_error",
  },
  {
    title: "a provider that limits",
    model: "fault-429+retry-after-7",
    status: 429,
    code: "provider_rate_limited",
    openAi: OpenAI.RateLimitError,
    anthropic: Anthropic.RateLimitError,
    type: "rate_limit_error",
  },
  {
    title: "a provider that refuses the stored key",
    model: "fault-401",
    status: 502,
    code: "provider_auth_failed",
    openAi: OpenAI.InternalServerError,
    anthropic: Anthropic.InternalServerError,
    type: "api_error",
  },
  {
    title: "a provider that is down",
    model: "fault-500",
    status: 502,
    code: "provider_unavailable",
    openAi: OpenAI.InternalServerError,
    anthropic: Anthropic.InternalServerError,
    type: "api_error",
  },
  {
    title: "a provider that answers with a page",
    model: "html",
    status: 502,
    code: "provider_bad_response",
    openAi: OpenAI.InternalServerError,
    anthropic: Anthropic.InternalServerError,
    type: "api_error",
  },
];

let upstream: ScriptedUpstream;
let sluice: Awaited<ReturnType<typeof startDataPlane>>;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
  const names = new Set(CASES.map(({ model }) => model).filter((model) => !/tts|nobody|wall/.test(model)));
  sluice = await startDataPlane([
    {
      id: "scripted",
      values: { base_url: upstream.url },
      models: [...[...names].map((modelId) => ({ modelId })), { modelId: "tts-test", type: "tts" as const }],
    },
    { id: "walled", values: { base_url: "http://10.0.0.1:9/v1" }, models: [{ modelId: "behind-the-wall" }] },
  ]);
});
afterAll(async () => {
  await sluice.close();
  await upstream.close();
});

const keyOf = ({ isKeyWrong }: Case) => (isKeyWrong ? mintApiKey().key.reveal() : sluice.apiKey);
const raised = (action: PromiseLike<unknown>) =>
  Promise.resolve(action).then(
    () => expect.fail("it did not fail"),
    (error: unknown) => error,
  );

describe("OpenAI's SDK raises its own class", () => {
  const calls = ["chat", "streamed chat", "responses"] as const;
  it.each(CASES.flatMap((one) => calls.map((call) => ({ ...one, call }))))("$status for $title: $call", async (one) => {
    const client = new OpenAI({ apiKey: keyOf(one), baseURL: `${sluice.url}/v1`, maxRetries: 0 });
    const { model, content = "Hi" } = one;
    const temperature = one.isOutOfRange ? 7 : 1;
    const messages = [{ role: "user" as const, content }];
    const error = await raised(
      one.call === "responses"
        ? client.responses.create({ model, temperature, input: content })
        : client.chat.completions.create({ model, temperature, messages, stream: one.call === "streamed chat" }),
    );
    expect(error).toBeInstanceOf(one.openAi);
    expect(error).toMatchObject({ status: one.status, code: one.code, requestID: expect.any(String) });
    if (error instanceof OpenAI.RateLimitError) expect(error.headers?.get("retry-after")).toBe("7");
  });
});

describe("Anthropic's SDK raises its own class", () => {
  it.each(CASES.flatMap((one) => [false, true].map((stream) => ({ ...one, stream }))))(
    "$status for $title, streamed: $stream",
    async (one) => {
      const client = new Anthropic({ apiKey: keyOf(one), baseURL: sluice.url, maxRetries: 0 });
      const { model, content = "Hi", stream } = one;
      const messages = [{ role: "user" as const, content }];
      const error = await raised(
        client.messages.create({ model, max_tokens: one.isOutOfRange ? -1 : 10, messages, stream }),
      );
      expect(error).toBeInstanceOf(one.anthropic);
      expect(error).toMatchObject({
        status: one.status,
        requestID: expect.any(String),
        error: { type: "error", error: { type: one.type, code: one.code } },
      });
      if (error instanceof Anthropic.RateLimitError) expect(error.headers?.get("retry-after")).toBe("7");
    },
  );
});
