import { createOpenAI } from "@ai-sdk/openai";
import { ChatOpenAI } from "@langchain/openai";
import { generateText, stepCountIs, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { startDataPlane } from "@/test/start-data-plane";

let upstream: ReplayServer;
let server: Awaited<ReturnType<typeof startDataPlane>>;

beforeAll(async () => {
  upstream = await startReplayServer();
  server = await startDataPlane([
    { id: "like", values: { base_url: `${upstream.url}/v1` }, models: [{ modelId: "open-model" }] },
  ]);
});

afterAll(async () => {
  await server.close();
  await upstream.close();
});

const usage = { prompt_tokens: 20, completion_tokens: 9 };
const replyJson = (message: object, finish_reason: string) =>
  upstream.reply("*", {
    status: 200,
    contentType: "application/json",
    body: JSON.stringify({
      id: "c",
      model: "open-model",
      choices: [{ index: 0, message: { role: "assistant", content: null, ...message }, finish_reason }],
      usage,
    }),
  });
const replyStream = (...deltas: [object, string | null][]) =>
  upstream.reply("*", {
    status: 200,
    contentType: "text/event-stream",
    body: `${deltas
      .map(([delta, finish_reason]) => ({
        id: "c",
        model: "open-model",
        choices: [{ index: 0, delta, finish_reason }],
      }))
      .concat({ id: "c", model: "open-model", choices: [], ...{ usage } })
      .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
      .join("")}data: [DONE]\n\n`,
  });
const sent = () => upstream.received.map(({ body }) => JSON.parse(body.toString("utf8")));

const call = { id: "call_1", type: "function", function: { name: "weather", arguments: '{"place":"Bonn"}' } };

describe("the ai package, which speaks Responses by default", () => {
  const model = () => createOpenAI({ apiKey: server.apiKey, baseURL: `${server.url}/v1` })("open-model");
  const settings = { openai: { store: false } };

  it("runs its tool loop", async () => {
    const tools = {
      weather: tool({
        inputSchema: z.object({ place: z.string() }),
        execute: async ({ place }) => {
          replyJson({ content: `Rain in ${place}.` }, "stop");
          return "rain";
        },
      }),
    };
    replyJson({ reasoning_content: "Ask.", tool_calls: [call] }, "tool_calls");
    const { text, totalUsage } = await generateText({
      model: model(),
      prompt: "Weather in Bonn?",
      tools,
      stopWhen: stepCountIs(3),
      maxRetries: 0,
      providerOptions: settings,
    });
    expect(text).toBe("Rain in Bonn.");
    expect(totalUsage).toMatchObject({ inputTokens: 40, outputTokens: 18 });
    expect(sent().at(-1)?.messages).toMatchObject([
      { role: "user", content: "Weather in Bonn?" },
      { role: "assistant", tool_calls: [call], reasoning_content: "Ask." },
      { role: "tool", tool_call_id: "call_1", content: "rain" },
    ]);
  });

  it("is told what to set where it sends references instead of items", async () => {
    const refused = generateText({
      model: model(),
      messages: [
        { role: "user", content: "Hi" },
        {
          role: "assistant",
          content: [{ type: "text", text: "Hello.", providerOptions: { openai: { itemId: "msg_1" } } }],
        },
        { role: "user", content: "And?" },
      ],
      maxRetries: 0,
    });
    await expect(refused).rejects.toThrow(/"store" set to false/);
  });

  it("streams thinking, text and calls", async () => {
    replyStream(
      [{ reasoning_content: "Gre" }, null],
      [{ reasoning_content: "et." }, null],
      [{ content: "Hel" }, null],
      [{ content: "lo." }, null],
      [{ tool_calls: [{ index: 0, ...call }] }, null],
      [{}, "tool_calls"],
    );
    const result = streamText({
      model: model(),
      prompt: "Hi",
      tools: { weather: tool({ inputSchema: z.object({ place: z.string() }) }) },
      maxRetries: 0,
      providerOptions: settings,
    });
    expect(await result.text).toBe("Hello.");
    expect(await result.reasoningText).toBe("Greet.");
    expect(await result.toolCalls).toMatchObject([{ toolCallId: "call_1", input: { place: "Bonn" } }]);
    expect(await result.finishReason).toBe("tool-calls");
  });

  it("learns of a stream that breaks off", async () => {
    upstream.reply("*", {
      status: 200,
      contentType: "text/event-stream",
      body: 'data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}\n\n',
    });
    const errors: unknown[] = [];
    const result = streamText({
      model: model(),
      prompt: "Hi",
      maxRetries: 0,
      onError: ({ error }) => void errors.push(error),
    });
    await result.consumeStream();
    expect(JSON.stringify(errors)).toContain("provider_stream_broken");
  });
});

describe("LangChain, told to speak Responses", () => {
  it("invokes and streams", async () => {
    const chat = new ChatOpenAI({
      apiKey: server.apiKey,
      model: "open-model",
      useResponsesApi: true,
      maxRetries: 0,
      configuration: { baseURL: `${server.url}/v1` },
    });
    replyJson({ content: "Hello." }, "stop");
    const answer = await chat.invoke("Hi");
    expect(answer.text).toBe("Hello.");
    expect(answer.usage_metadata).toMatchObject({ input_tokens: 20, output_tokens: 9, total_tokens: 29 });
    replyStream([{ content: "Hel" }, null], [{ content: "lo." }, null], [{}, "stop"]);
    let text = "";
    for await (const chunk of await chat.stream("Hi")) text += chunk.text;
    expect(text).toBe("Hello.");
  });
});
