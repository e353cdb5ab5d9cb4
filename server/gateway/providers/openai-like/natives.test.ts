import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openai } from "@/server/gateway/providers/openai";
import { openaiCompatible } from "@/server/gateway/providers/openai-compatible";
import type { ChatEvent, ChatRequest } from "@/server/gateway/spec/chat";
import { CHAT_DIALECTS, type ChatDialect } from "@/server/gateway/spec/native-request";
import type { CallContext, ProviderDefinition } from "@/server/gateway/spec/provider";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { type Fixture, loadFixtures } from "@/server/gateway/testing/load-fixtures";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";

const fixtures = loadFixtures("openai-natives");
const egress = loopbackEgress();
let server: ReplayServer;

beforeAll(async () => {
  server = await startReplayServer();
});
afterAll(async () => {
  await egress.close();
  await server.close();
});

const neutral: ChatRequest = { model: "unused", messages: [{ role: "user", content: "unused" }] };

function contextOf(dialect: ChatDialect, body: Record<string, unknown>, modelId: string): CallContext {
  return callContext({
    definition: openai,
    egress,
    baseUrl: `${server.url}/v1`,
    modelId,
    apiKey: "sk-test-1234567890",
    // Spaces that no serialiser of ours would write.
    native: { dialect, body, text: JSON.stringify(body, null, 3), headers: {} },
  });
}

const dialectOf = (name: string): ChatDialect => (name.startsWith("responses") ? "responses" : "completions");
const answer = (body: string, status = 200) =>
  server.reply("*", { status, contentType: status === 200 ? "application/json" : "application/json", body });
const stream = (events: readonly string[]) =>
  server.reply("*", {
    status: 200,
    contentType: "text/event-stream",
    body: events.map((event) => `${event}\n\n`).join(""),
  });

async function streamed(name: string, body: Record<string, unknown>, modelId: string): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const batch of openai.llm?.stream(neutral, contextOf(dialectOf(name), body, modelId)) ?? [])
    events.push(...batch);
  return events;
}

const lastSent = () => server.received.at(-1)?.body.toString("utf8") ?? "";

function addUp(events: readonly ChatEvent[]) {
  const toolCalls: { id: string; name: string; arguments: string }[] = [];
  for (const delta of events.flatMap((event) => event.toolCalls ?? [])) {
    const call = toolCalls[delta.index] ?? { id: "", name: "", arguments: "" };
    toolCalls[delta.index] = call;
    call.id += delta.id ?? "";
    call.name += delta.name ?? "";
    call.arguments += delta.arguments ?? "";
  }
  return {
    text: events.map((event) => event.text ?? "").join(""),
    reasoning: events.map((event) => event.reasoning ?? "").join(""),
    toolCalls,
    finishReason: events.findLast((event) => event.finishReason)?.finishReason,
    usage: events.findLast((event) => event.usage)?.usage,
  };
}

describe.each([...fixtures])("%s", (name, fixture: Fixture) => {
  const dialect = dialectOf(name);

  it("goes out byte for byte where the model's name is the provider's own, and its answer comes back so", async () => {
    const text = JSON.stringify(fixture.answer, null, 1);
    answer(text);
    const context = contextOf(dialect, fixture.request, fixture.modelId);
    const result = await openai.llm?.complete(neutral, context);
    expect(lastSent()).toBe(context.native?.text);
    expect(server.received.at(-1)?.path).toBe(fixture.path);
    expect(result?.raw).toEqual({ dialect, text });
    expect(result).toMatchObject(Object(fixture.expected));
  });

  it("changes nothing but the model's name where Sluice knows it by another", async () => {
    answer(JSON.stringify(fixture.answer));
    const named = { ...fixture.request, model: "profile:fast" };
    await openai.llm?.complete(neutral, contextOf(dialect, named, fixture.modelId));
    expect(JSON.parse(lastSent())).toEqual(fixture.sent);
  });

  it("hands every event of a stream on as it came, and reads the same answer from them", async () => {
    stream(fixture.stream ?? []);
    const events = await streamed(name, { ...fixture.request, stream: true }, fixture.modelId);
    const frames = events.map(({ raw }) =>
      raw?.event ? `event: ${raw.event}\ndata: ${raw.data}` : `data: ${raw?.data}`,
    );
    expect(frames).toEqual((fixture.stream ?? []).filter((event) => event !== "data: [DONE]"));
    expect(events.every(({ raw }) => raw?.dialect === dialect)).toBe(true);
    expect(addUp(events)).toMatchObject(Object(fixture.streamed));
  });

  it("never takes a stream cut before its terminal event for an answer", async () => {
    const events = fixture.stream ?? [];
    const isTerminal = (event: string) => /"type":"response.completed"|"finish_reason":"/.test(event);
    const whole = events.findIndex(isTerminal);
    for (let kept = 0; kept <= whole; kept++) {
      stream(events.slice(0, kept));
      await expect(streamed(name, { ...fixture.request, stream: true }, fixture.modelId)).rejects.toMatchObject({
        code: "provider_stream_broken",
      });
    }
  });
});

describe("responses", () => {
  const body = { model: "gpt-5.4", input: "Hi", stream: true };
  const event = (payload: Record<string, unknown>) => `event: ${payload.type}\ndata: ${JSON.stringify(payload)}`;

  it.each([
    ["error", { type: "error", code: "server_error", message: "Oops", param: null }, "provider_unavailable"],
    [
      "nested error",
      {
        type: "error",
        error: { type: "invalid_request_error", code: "context_length_exceeded", message: "Your input is too long." },
      },
      "context_too_long",
    ],
    [
      "response.failed",
      { type: "response.failed", response: { error: { code: "rate_limit_exceeded", message: "Slow down." } } },
      "provider_rate_limited",
    ],
    [
      "insufficient quota",
      { type: "error", error: { type: "insufficient_quota", code: "insufficient_quota", message: "Pay." } },
      "provider_quota_exceeded",
    ],
  ])("turns the event %s into a typed error", async (_name, payload, code) => {
    stream([event({ type: "response.created", response: { id: "resp_1" } }), event(payload)]);
    await expect(streamed("responses", body, "gpt-5.4")).rejects.toMatchObject({ code });
  });

  it("turns a whole response that failed into a typed error", async () => {
    answer(JSON.stringify({ object: "response", status: "failed", error: { code: "server_error", message: "Oops" } }));
    const context = contextOf("responses", { model: "gpt-5.4", input: "Hi" }, "gpt-5.4");
    await expect(openai.llm?.complete(neutral, context)).rejects.toMatchObject({ code: "provider_unavailable" });
  });

  it("reads why an answer is incomplete", async () => {
    for (const [reason, finishReason] of [
      ["max_output_tokens", "length"],
      ["content_filter", "content_filter"],
    ]) {
      stream([
        event({ type: "response.incomplete", response: { status: "incomplete", incomplete_details: { reason } } }),
      ]);
      expect(addUp(await streamed("responses", body, "gpt-5.4")).finishReason).toBe(finishReason);
    }
  });

  it("leaves out thinking that another vendor proved, and keeps OpenAI's own", async () => {
    const own = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAAAABo" };
    const tagged = { type: "reasoning", id: "rs_2", summary: [], encrypted_content: "sluice.anthropic-claude-v1.eyJ9" };
    const ours = { type: "reasoning", id: "rs_sluice_1", summary: [{ type: "summary_text", text: "Hm." }] };
    const user = { role: "user", content: "Hi" };
    answer(JSON.stringify({ object: "response", status: "completed", output: [] }));
    const context = contextOf("responses", { model: "gpt-5.4", input: [own, tagged, ours, user] }, "gpt-5.4");
    await openai.llm?.complete(neutral, context);
    expect(JSON.parse(lastSent()).input).toEqual([own, user]);
  });
});

describe("completions", () => {
  it("asks a stream for its usage, and marks the chunk that holds nothing else", async () => {
    const fixture = fixtures.get("completions");
    stream(fixture?.stream ?? []);
    const events = await streamed("completions", { ...fixture?.request, stream: true }, fixture?.modelId ?? "");
    expect(JSON.parse(lastSent())).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    expect(events.filter(({ isUsageOnly }) => isUsageOnly)).toEqual([events.at(-1)]);
  });

  it("is whole only when every prompt has its answer", async () => {
    const chunk = (index: number, finish: string | null) =>
      `data: ${JSON.stringify({ choices: [{ index, text: "x", finish_reason: finish }] })}`;
    const body = { model: "davinci-002", prompt: ["a", "b"], stream: true };
    stream([chunk(0, "stop"), chunk(1, null)]);
    await expect(streamed("completions", body, "davinci-002")).rejects.toMatchObject({
      code: "provider_stream_broken",
    });
    stream([chunk(0, "stop"), chunk(1, "stop")]);
    expect(addUp(await streamed("completions", body, "davinci-002"))).toMatchObject({
      text: "xx",
      finishReason: "stop",
    });
  });

  it("is spoken by a self-hosted server too, which is not taken to know responses", () => {
    const spoken = (definition: ProviderDefinition, modelId: string) =>
      CHAT_DIALECTS.filter((dialect) => definition.llm?.speaks?.(dialect, modelId));
    expect(spoken(openaiCompatible, "any")).toEqual(["chat", "completions"]);
    expect(spoken(openai, "gpt-3.5-turbo-instruct")).toEqual(["chat", "completions", "responses"]);
  });

  it("is left to translation where OpenAI's model answers chats only", () => {
    expect(openai.llm?.speaks?.("completions", "gpt-4o-mini")).toBe(false);
  });
});

describe("a stream that asks to go on in the background", () => {
  it("ends with its client all the same, and says so", async () => {
    const fixture = fixtures.get("responses");
    stream(fixture?.stream ?? []);
    const [first] = await streamed("responses", { model: "m", input: "Hi", stream: true, background: true }, "m");
    expect(JSON.parse(lastSent())).toEqual({ model: "m", input: "Hi", stream: true, background: false });
    expect(first?.warnings).toEqual([expect.stringContaining("background")]);
  });
});
