import Anthropic from "@anthropic-ai/sdk";
import { LLMock } from "@copilotkit/aimock";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDataPlane } from "@/test/start-data-plane";
import type { Target } from "./describe-client";
import { FAMILIES, providersAt } from "./families";

/** What the upstream answers, by what it is asked, and what Sluice makes of it for the client. */
const FAILURES = [
  { question: "Be busy.", upstreamStatus: 429, status: 429, code: "provider_rate_limited" },
  { question: "Refuse the key.", upstreamStatus: 401, status: 502, code: "provider_auth_failed" },
  { question: "Be out of order.", upstreamStatus: 500, status: 502, code: "provider_unavailable" },
];

const openaiOf = ({ url, apiKey }: Target) => new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 });
const anthropicOf = ({ url, apiKey }: Target) => new Anthropic({ apiKey, baseURL: url, maxRetries: 0 });
const messagesOf = (content: string) => [{ role: "user" as const, content }];

const CALLS: Readonly<Record<string, (target: Target, question: string) => Promise<unknown>>> = {
  "openai chat": (target, question) =>
    openaiOf(target).chat.completions.create({ model: target.model, messages: messagesOf(question) }),
  "openai chat, streamed": (target, question) =>
    openaiOf(target).chat.completions.create({ model: target.model, messages: messagesOf(question), stream: true }),
  "openai responses": (target, question) => openaiOf(target).responses.create({ model: target.model, input: question }),
  "openai responses, streamed": (target, question) =>
    openaiOf(target).responses.create({ model: target.model, input: question, stream: true }),
  "anthropic messages": (target, question) =>
    anthropicOf(target).messages.create({ model: target.model, max_tokens: 9, messages: messagesOf(question) }),
  "anthropic messages, streamed": (target, question) =>
    anthropicOf(target).messages.create({
      model: target.model,
      max_tokens: 9,
      messages: messagesOf(question),
      stream: true,
    }),
};

const upstream = new LLMock({ port: 0, host: "127.0.0.1" });
let sluice: Awaited<ReturnType<typeof startDataPlane>>;

beforeAll(async () => {
  for (const { question, upstreamStatus } of FAILURES)
    upstream.onMessage(question, { error: { message: "scripted", type: "scripted" }, status: upstreamStatus });
  await upstream.start();
  sluice = await startDataPlane(providersAt(upstream.url));
});
afterAll(async () => {
  await sluice.close();
  await upstream.stop();
});

for (const [client, call] of Object.entries(CALLS)) {
  describe(client, () => {
    for (const { name, modelId } of FAMILIES) {
      it(`over ${name} raises its own class, with our code, for each failure`, async () => {
        const target = { url: sluice.url, apiKey: sluice.apiKey, model: modelId };
        for (const { question, status, code } of FAILURES) {
          const error = await raised(call(target, question));
          expect([question, error.status]).toEqual([question, status]);
          expect(JSON.stringify(error.error)).toContain(`"code":"${code}"`);
        }
      });
    }
  });
}

async function raised(failing: Promise<unknown>): Promise<{ status: number | undefined; error: unknown }> {
  const error = await failing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof OpenAI.APIError || error instanceof Anthropic.APIError) return error;
  throw new Error(`expected an APIError, got ${String(error)}`);
}
