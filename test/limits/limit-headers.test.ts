import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RateLimitEntry } from "@/server/gateway/config/config-store";
import { NO_LIMITS } from "@/server/gateway/limits/limit-fixtures";
import { patientHealth } from "@/server/gateway/testing/patient-health";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startDataPlane } from "@/test/start-data-plane";

const TWO_RETRIES = { share: 1, atFirst: 2, atMost: 2 };

let upstream: ScriptedUpstream;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
});
afterAll(() => upstream.close());

const tenantWith = (limits: Partial<RateLimitEntry["limits"]>): RateLimitEntry[] => [
  { kind: "tenant", scopeId: "tenant-1", limits: { ...NO_LIMITS, ...limits } },
];

async function plane(rateLimits: RateLimitEntry[], config = {}) {
  const values = { base_url: upstream.url, api_key: "sk-test" };
  const started = await startDataPlane([{ id: "lab", values, models: [{ modelId: "small" }], config }], {
    tenant: { rateLimits, queueMs: 0 },
  });
  return {
    ...started,
    openai: new OpenAI({ baseURL: `${started.url}/v1`, apiKey: started.apiKey, maxRetries: 0 }),
    anthropic: new Anthropic({ baseURL: started.url, apiKey: started.apiKey, maxRetries: 0 }),
  };
}

const chat = { model: "small", messages: [{ role: "user" as const, content: "hi" }] };
const message = { ...chat, max_tokens: 16 };

describe("a limit on the organization", () => {
  it("is told in x-ratelimit headers, and past it the SDK raises its own class with the time to wait", async () => {
    const { openai, close } = await plane(tenantWith({ requestsPerMinute: 2, tokensPerMinute: 100_000 }));
    const { response } = await openai.chat.completions.create(chat).withResponse();
    expect(response.headers.get("x-ratelimit-limit-requests")).toBe("2");
    expect(response.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    expect(response.headers.get("x-ratelimit-reset-requests")).toMatch(/^(30|29\.\d+)s$/);
    expect(response.headers.get("x-ratelimit-limit-tokens")).toBe("100000");
    expect(Number(response.headers.get("x-ratelimit-remaining-tokens"))).toBeLessThan(100_000);
    await openai.chat.completions.create({ ...chat, stream: true }).then((stream) => stream.controller.abort());
    const refused = await openai.chat.completions.create(chat).catch((error: unknown) => error);
    if (!(refused instanceof OpenAI.RateLimitError)) throw refused;
    expect(refused.code).toBe("rate_limited");
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThanOrEqual(29);
    expect(wait).toBeLessThanOrEqual(30);
    const waitMs = Number(refused.headers.get("retry-after-ms"));
    expect(waitMs).toBeLessThanOrEqual(wait * 1_000);
    expect(refused.headers.get("x-ratelimit-remaining-requests")).toBe("0");
    await close();
  });

  it("is told to Anthropic's clients in their own headers, and counting tokens is a request too", async () => {
    const { anthropic, close } = await plane(tenantWith({ requestsPerMinute: 2 }));
    const { response } = await anthropic.messages.create(message).withResponse();
    expect(response.headers.get("anthropic-ratelimit-requests-limit")).toBe("2");
    expect(response.headers.get("anthropic-ratelimit-requests-remaining")).toBe("1");
    const resetMs = Date.parse(response.headers.get("anthropic-ratelimit-requests-reset") ?? "") - Date.now();
    expect(resetMs).toBeGreaterThan(20_000);
    expect(resetMs).toBeLessThanOrEqual(30_000);
    await anthropic.messages.countTokens(chat);
    const refused = await anthropic.messages.create(message).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Anthropic.RateLimitError);
    await expect(anthropic.messages.countTokens(chat)).rejects.toBeInstanceOf(Anthropic.RateLimitError);
    await close();
  });

  it("counts a request once, however many providers are tried for it", async () => {
    const values = { base_url: "http://127.0.0.1:1/v1", api_key: "sk-test" };
    const started = await startDataPlane(
      [
        { id: "a", values, models: [{ modelId: "small" }], config: { priority: 1 } },
        { id: "b", values, models: [{ modelId: "small" }], config: { priority: 2 } },
        {
          id: "c",
          values: { base_url: upstream.url, api_key: "sk-test" },
          models: [{ modelId: "small" }],
          config: { priority: 3 },
        },
      ],
      { tenant: { rateLimits: tenantWith({ requestsPerMinute: 5 }) }, health: patientHealth(TWO_RETRIES) },
    );
    const openai = new OpenAI({ baseURL: `${started.url}/v1`, apiKey: started.apiKey, maxRetries: 0 });
    const { response } = await openai.chat.completions.create(chat).withResponse();
    expect(response.headers.get("x-sluice-attempts")).toBe("3");
    expect(response.headers.get("x-ratelimit-remaining-requests")).toBe("4");
    await started.close();
  });

  it("on tokens is corrected by what the answer took", async () => {
    const { openai, close } = await plane(tenantWith({ tokensPerHour: 1_000 }));
    const first = await openai.chat.completions.create(chat);
    const { response } = await openai.chat.completions.create(chat).withResponse();
    const left = Number(response.headers.get("x-ratelimit-remaining-tokens"));
    // The first by its report, the second by its estimate, and what an hour's rate gave back meanwhile.
    expect(1_000 - left).toBeGreaterThan(first.usage?.total_tokens ?? 0);
    await close();
  });
});

it("a provider's own limit is not told in the headers, and its refusal tells the time to wait", async () => {
  const { openai, close } = await plane([], { requestsPerHour: 1 });
  const { response } = await openai.chat.completions.create(chat).withResponse();
  expect(response.headers.get("x-ratelimit-limit-requests")).toBeNull();
  const refused = await openai.chat.completions.create(chat).catch((error: unknown) => error);
  if (!(refused instanceof OpenAI.RateLimitError)) throw refused;
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_500);
  expect(refused.headers.get("x-ratelimit-limit-requests")).toBeNull();
  await close();
});
