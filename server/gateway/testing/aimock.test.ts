import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anthropic } from "@/server/gateway/providers/anthropic";
import { openai } from "@/server/gateway/providers/openai";
import type { ChatEvent } from "@/server/gateway/spec/chat";
import type { ProviderDefinition } from "@/server/gateway/spec/provider";
import { callContext, loopbackEgress } from "./call-context";

const mock = new LLMock({ port: 0 });
const egress = loopbackEgress();
beforeAll(async () => {
  mock.onMessage("hello", { content: "Hi there, how are you?" });
  mock.onMessage("weather", { toolCalls: [{ name: "get_weather", arguments: '{"city":"Paris"}' }] });
  mock.onEmbedding(/.*/, { embedding: [0.1, 0.2, 0.3] });
  mock.onSpeech(/.*/, { audio: Buffer.from("tone").toString("base64") });
  mock.onTranscription({ transcription: { text: "spoken words" } });
  await mock.start();
});
afterAll(async () => {
  await egress.close();
  await mock.stop();
});

const context = (definition: ProviderDefinition, modelId: string) =>
  callContext({ definition, egress, baseUrl: `${mock.url}/v1`, modelId, apiKey: "sk-any-0123456789" });
const request = (content: string) => ({ model: "m", messages: [{ role: "user" as const, content }] });

async function collect(stream: AsyncIterable<readonly ChatEvent[]> | undefined): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const batch of stream ?? []) events.push(...batch);
  return events;
}

describe("an upstream that others wrote", () => {
  it.each([
    [openai, "gpt-4o"],
    [anthropic, "claude-sonnet-4-5"],
  ])("chats, streamed or not, the same text", async (definition, model) => {
    const whole = await definition.llm?.complete(request("hello"), context(definition, model));
    expect(whole).toMatchObject({ text: "Hi there, how are you?", finishReason: "stop" });
    const events = await collect(definition.llm?.stream(request("hello"), context(definition, model)));
    expect(events.map((event) => event.text ?? "").join("")).toBe("Hi there, how are you?");
    expect(events.some((event) => event.finishReason === "stop")).toBe(true);
  });

  it.each([
    [openai, "gpt-4o"],
    [anthropic, "claude-sonnet-4-5"],
  ])("calls tools, streamed or not, with the same arguments", async (definition, model) => {
    const whole = await definition.llm?.complete(request("weather"), context(definition, model));
    const [call] = whole?.toolCalls ?? [];
    expect(call?.name).toBe("get_weather");
    expect(JSON.parse(call?.arguments ?? "")).toEqual({ city: "Paris" });
    const events = await collect(definition.llm?.stream(request("weather"), context(definition, model)));
    const text = events
      .flatMap((event) => event.toolCalls ?? [])
      .map((delta) => delta.arguments ?? "")
      .join("");
    expect(JSON.parse(text)).toEqual({ city: "Paris" });
  });

  it("embeds, speaks and transcribes", async () => {
    const embedded = await openai.text_embedding?.embed(
      { model: "m", input: "text" },
      context(openai, "text-embedding-3-small"),
    );
    expect(embedded?.vectors).toEqual([[0.1, 0.2, 0.3]]);
    const speech = await openai.tts?.speak({ model: "m", input: "say", voice: "alloy" }, context(openai, "tts-1"));
    const chunks: Uint8Array[] = [];
    for await (const chunk of speech?.audio ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe("tone");
    const heard = await openai.speech_to_text?.transcribe(
      { model: "m", file: new File(["x"], "a.mp3") },
      context(openai, "whisper-1"),
    );
    expect(heard?.text).toBe("spoken words");
  });

  it("lists models", async () => {
    expect((await openai.listModels(context(openai, ""))).length).toBeGreaterThan(0);
  });
});
