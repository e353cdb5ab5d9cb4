import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bedrock } from "@/server/gateway/providers/bedrock";
import type { ChatEvent, ChatRequest } from "@/server/gateway/spec/chat";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { encodeFrame, FRAMED_STREAM } from "@/server/gateway/testing/encode-frames";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { controlUrl, DEFAULT_BASE_URL, runtimeUrl } from "./endpoints";

const MODEL = "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.amazon.nova-pro-v1:0";
const SECRET = "secret-access-key-0123456789";
const KEY_PAIR = { region: "eu-west-1", access_key_id: "AKID-of-a-test", secret_access_key: SECRET };
const request = (content: string): ChatRequest => ({ model: "m", messages: [{ role: "user", content }] });
const egress = loopbackEgress();
afterAll(() => egress.close());

const context = (baseUrl: string, settings: Record<string, string>, modelId = MODEL) =>
  callContext({ definition: bedrock, egress, baseUrl, modelId, settings });

async function collect(stream: AsyncIterable<readonly ChatEvent[]> | undefined): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const batch of stream ?? []) events.push(...batch);
  return events;
}

describe("a call of Bedrock", () => {
  let server: ReplayServer;
  beforeAll(async () => {
    server = await startReplayServer();
  });
  afterAll(() => server.close());
  const answer = (body: string | Buffer, contentType = "application/json") =>
    server.reply("*", { status: 200, contentType, body, headers: { "x-amzn-requestid": "r-1" } });

  it("is signed with the access key, which itself stays here", async () => {
    answer('{"output":{"message":{"content":[{"text":"Hi"}]}},"stopReason":"end_turn"}');
    const settings = { ...KEY_PAIR, session_token: "temporary-token" };
    expect(await bedrock.llm?.complete(request("hello"), context(server.url, settings))).toMatchObject({
      id: "r-1",
      text: "Hi",
    });
    const { path, headers } = server.received.at(-1) ?? {};
    expect(path).toBe(
      "/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Feu.amazon.nova-pro-v1%3A0/converse",
    );
    expect(headers?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID-of-a-test\/\d{8}\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
    expect(headers?.["x-amz-security-token"]).toBe("temporary-token");
    expect(JSON.stringify(headers)).not.toContain(SECRET);
  });

  it("is refused before it is sent where there are no credentials, or no region", async () => {
    const sent = server.received.length;
    const call = (settings: Record<string, string>) =>
      bedrock.llm?.complete(request("x"), context(server.url, settings));
    await expect(call({ region: "eu-west-1" })).rejects.toMatchObject({ code: "provider_auth_failed" });
    await expect(call({ ...KEY_PAIR, region: "evil.test/" })).rejects.toMatchObject({
      code: "invalid_request",
      details: { param: "region" },
    });
    expect(server.received).toHaveLength(sent);
  });

  it("that breaks off with an exception is that error, after what came before it", async () => {
    const begun = FRAMED_STREAM.encode([
      'messageStart {"role":"assistant"}',
      'contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Hel"}}',
    ]);
    const headers = { ":message-type": "exception", ":exception-type": "throttlingException" };
    answer(Buffer.concat([begun, encodeFrame(headers, '{"message":"slow down"}')]), FRAMED_STREAM.contentType);
    const seen: ChatEvent[] = [];
    const read = async () => {
      for await (const batch of bedrock.llm?.stream(request("x"), context(server.url, KEY_PAIR)) ?? [])
        seen.push(...batch);
    };
    await expect(read()).rejects.toMatchObject({
      code: "provider_rate_limited",
      message: expect.stringContaining("slow down"),
    });
    expect(seen).toEqual([{ model: MODEL, id: "r-1" }, { text: "Hel" }]);
  });

  it("counts tokens without what is no input", async () => {
    answer('{"inputTokens":14}');
    expect(
      await bedrock.llm?.countTokens?.({ ...request("hello"), max_tokens: 5 }, context(server.url, KEY_PAIR)),
    ).toBe(14);
    expect(JSON.parse(server.received.at(-1)?.body.toString() ?? "")).toEqual({
      input: { converse: { messages: [{ role: "user", content: [{ text: "hello" }] }] } },
    });
  });

  it("embeds every text in its order where the model takes one at a time", async () => {
    answer('{"embedding":[0.5],"inputTextTokenCount":2}');
    const input = Array.from({ length: 10 }, (_, index) => `text ${index}`);
    const titan = context(server.url, KEY_PAIR, "amazon.titan-embed-text-v2:0");
    const result = await bedrock.text_embedding?.embed({ model: "m", input }, titan);
    expect(result?.vectors).toHaveLength(10);
    expect(result?.usage).toEqual({ counts: { inputTokens: 20 }, isEstimated: false });
    await expect(bedrock.text_embedding?.embed({ model: "m", input: [1, 2] }, titan)).rejects.toMatchObject({
      code: "untranslatable",
    });
  });
});

it("goes to the hosts of its region, or to the tenant's own", () => {
  const hosts = (baseUrl: string, region: string) => {
    const credentials = { apiKey: undefined, baseUrl, secrets: {}, settings: { region } };
    return [runtimeUrl(credentials), controlUrl(credentials)];
  };
  expect(hosts(DEFAULT_BASE_URL, "eu-central-1")).toEqual([
    "https://bedrock-runtime.eu-central-1.amazonaws.com",
    "https://bedrock.eu-central-1.amazonaws.com",
  ]);
  expect(hosts(DEFAULT_BASE_URL, "cn-north-1")[0]).toBe("https://bedrock-runtime.cn-north-1.amazonaws.com.cn");
  expect(hosts("https://bedrock-runtime-fips.us-east-1.amazonaws.com", "us-east-1")[1]).toBe(
    "https://bedrock-fips.us-east-1.amazonaws.com",
  );
  expect(hosts("https://proxy.test", "us-east-1")).toEqual(["https://proxy.test", "https://proxy.test"]);
});

describe("a Bedrock that others wrote", () => {
  const mock = new LLMock({ port: 0 });
  beforeAll(async () => {
    mock.onMessage("hello", { content: "Hi there, how are you?" });
    mock.onMessage("weather", { toolCalls: [{ name: "get_weather", arguments: '{"city":"Paris"}' }] });
    await mock.start();
  });
  afterAll(() => mock.stop());
  const nova = () => context(mock.url, KEY_PAIR, "amazon.nova-lite-v1");

  it("chats, streamed or not, the same text", async () => {
    const whole = await bedrock.llm?.complete(request("hello"), nova());
    expect(whole).toMatchObject({ text: "Hi there, how are you?", finishReason: "stop" });
    const events = await collect(bedrock.llm?.stream(request("hello"), nova()));
    expect(events.map(({ text }) => text ?? "").join("")).toBe("Hi there, how are you?");
    expect(events.some(({ finishReason }) => finishReason === "stop")).toBe(true);
  });

  it("calls tools, streamed or not, with the same arguments", async () => {
    const whole = await bedrock.llm?.complete(request("weather"), nova());
    expect(whole).toMatchObject({ finishReason: "tool_calls", toolCalls: [{ name: "get_weather" }] });
    expect(JSON.parse(whole?.toolCalls?.[0]?.arguments ?? "")).toEqual({ city: "Paris" });
    const events = await collect(bedrock.llm?.stream(request("weather"), nova()));
    const text = events.flatMap(({ toolCalls }) => toolCalls ?? []).map((delta) => delta.arguments ?? "");
    expect(JSON.parse(text.join(""))).toEqual({ city: "Paris" });
  });
});
