import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gemini } from "@/server/gateway/providers/gemini";
import { vertex } from "@/server/gateway/providers/vertex";
import type { ChatEvent, ChatRequest } from "@/server/gateway/spec/chat";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { callContext, loopbackEgress } from "./call-context";

const mock = new LLMock({ port: 0 });
const egress = loopbackEgress();
beforeAll(async () => {
  mock.onMessage("hello", { content: "Hi there, how are you?", reasoning: "Someone greets me." });
  mock.on({ userMessage: "weather", hasToolResult: true }, { content: "Fifteen degrees." });
  mock.on(
    { userMessage: "weather", hasToolResult: false },
    {
      toolCalls: [
        { name: "get_weather", arguments: '{"city":"Paris"}' },
        { name: "get_weather", arguments: '{"city":"Rome"}' },
      ],
    },
  );
  await mock.start();
});
afterAll(async () => {
  await egress.close();
  await mock.stop();
});

const SETTINGS = { project: "my-project", location: "us-central1" };
const context = (definition: ProviderDefinition) =>
  callContext({
    definition,
    egress,
    baseUrl: `${mock.url}/${definition === vertex ? "v1" : "v1beta"}`,
    modelId: "gemini-2.5-flash",
    apiKey: "any-key-0123456789",
    ...(definition === vertex ? { settings: SETTINGS } : {}),
  });
const request = (...messages: ChatRequest["messages"]): ChatRequest => ({ model: "m", messages });

async function collect(definition: ProviderDefinition, chat: ChatRequest): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const batch of definition.llm?.stream(chat, context(definition)) ?? []) events.push(...batch);
  return events;
}

describe.each([
  ["gemini", gemini],
  ["vertex", vertex],
])("%s, as others wrote it", (_id, definition) => {
  it("chats and thinks, streamed or not, the same", async () => {
    const chat = request({ role: "user", content: "hello" });
    const whole = await definition.llm?.complete(chat, context(definition));
    expect(whole).toMatchObject({
      text: "Hi there, how are you?",
      reasoning: "Someone greets me.",
      finishReason: "stop",
    });
    const events = await collect(definition, chat);
    expect(events.map(({ text = "" }) => text).join("")).toBe("Hi there, how are you?");
    expect(events.map(({ reasoning = "" }) => reasoning).join("")).toBe("Someone greets me.");
    expect(events.at(-1)?.finishReason).toBe("stop");
  });

  it("calls functions, and takes their results back", async () => {
    const question = { role: "user" as const, content: "weather" };
    const whole = await definition.llm?.complete(request(question), context(definition));
    const calls = whole?.toolCalls ?? [];
    expect(calls.map((call) => JSON.parse(call.arguments))).toEqual([{ city: "Paris" }, { city: "Rome" }]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    expect(whole?.finishReason).toBe("tool_calls");
    const events = await collect(definition, request(question));
    expect(events.flatMap(({ toolCalls = [] }) => toolCalls).map(({ index }) => index)).toEqual([0, 1]);

    const answered = await definition.llm?.complete(
      request(
        question,
        {
          role: "assistant",
          tool_calls: calls.map(({ id, ...call }) => ({ id, type: "function", function: call })),
        },
        ...calls.map(({ id }) => ({ role: "tool" as const, tool_call_id: id, content: "15" })),
      ),
      context(definition),
    );
    expect(answered?.text).toBe("Fifteen degrees.");
  });
});
