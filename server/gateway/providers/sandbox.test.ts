import { describe, expect, it } from "vitest";
import type { ChatEvent, ChatRequest } from "@/server/gateway/spec/chat";
import type { CallContext } from "@/server/gateway/spec/provider";
import { callContext, loopbackEgress } from "@/server/gateway/testing/call-context";
import { createSandbox } from "./sandbox";
import { wavDurationMs } from "./sandbox/wav";

const sandbox = createSandbox({ chunkDelayMs: 0 });
const egress = loopbackEgress();
const { llm, text_embedding: embedding, rerank, tts, speech_to_text: transcription } = sandbox;
if (!llm || !embedding || !rerank || !tts || !transcription) throw new Error("the sandbox offers all five types");

function context(modelId: string, signal?: AbortSignal): CallContext {
  return callContext({
    definition: sandbox,
    egress,
    baseUrl: "",
    modelId,
    ...(signal === undefined ? {} : { signal }),
  });
}
const chat: ChatRequest = {
  model: "auto",
  messages: [
    { role: "system", content: "Be kind." },
    { role: "user", content: "你好 Sluice 👋" },
  ],
};

async function collect(stream: AsyncIterable<readonly ChatEvent[]> | undefined): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const batch of stream ?? []) events.push(...batch);
  return events;
}

describe("the sandbox", () => {
  it("answers the same to the same, says what it is, and counts tokens", async () => {
    const first = await llm.complete(chat, context("sandbox-chat"));
    expect(await llm.complete(chat, context("sandbox-chat"))).toEqual(first);
    expect(first.text).toContain("not a real model");
    expect(first.text).toContain("你好 Sluice 👋");
    expect(first.usage?.counts).toEqual({ inputTokens: 6, outputTokens: expect.any(Number) });
  });

  it("streams word by word to the same text and usage", async () => {
    const whole = await llm.complete(chat, context("sandbox-chat"));
    const events = await collect(llm.stream(chat, context("sandbox-chat")));
    expect(events.map((event) => event.text ?? "").join("")).toBe(whole.text);
    expect(events.length).toBeGreaterThan(10);
    expect(events.at(-1)).toEqual({ finishReason: "stop", usage: whole.usage });
  });

  it("keeps to max_tokens and says that it was cut", async () => {
    const result = await llm.complete({ ...chat, max_tokens: 3 }, context("sandbox-chat"));
    expect(result).toMatchObject({
      text: "This is the",
      finishReason: "length",
      usage: { counts: { outputTokens: 3 } },
    });
  });

  it("calls a demanded tool with arguments of its schema, and answers in JSON when asked", async () => {
    const tools = [
      {
        type: "function",
        function: {
          name: "find",
          parameters: { type: "object", properties: { query: { type: "string" }, limit: { type: "integer" } } },
        },
      },
    ];
    const called = await llm.complete({ ...chat, tools, tool_choice: "required" }, context("sandbox-chat"));
    expect(called).toMatchObject({
      finishReason: "tool_calls",
      toolCalls: [{ name: "find", arguments: '{"query":"你好 Sluice 👋","limit":1}' }],
    });
    const json = await llm.complete({ ...chat, response_format: { type: "json_object" } }, context("sandbox-chat"));
    expect(JSON.parse(json.text)).toEqual({ sandbox: true, message: "你好 Sluice 👋" });
  });

  it("stops its stream within one step when the client goes away", async () => {
    const abort = new AbortController();
    const slow = createSandbox({ chunkDelayMs: 10_000 }).llm;
    const pending = collect(slow?.stream(chat, context("sandbox-chat", abort.signal)));
    abort.abort();
    await expect(pending).rejects.toMatchObject({ code: "client_closed" });
  });

  it("embeds into unit vectors of the asked size, alike for alike texts", async () => {
    const input = ["the cat sat on the mat", "a cat on a mat", "quarterly revenue grew"];
    const { vectors, usage } = await embedding.embed(
      { model: "m", input, dimensions: 64 },
      context("sandbox-embedding"),
    );
    const numbers = vectors.map((vector) => (typeof vector === "string" ? [] : vector));
    for (const vector of numbers) {
      expect(vector).toHaveLength(64);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 10);
    }
    const [cat = [], mat = [], revenue = []] = numbers;
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
    expect(dot(cat, mat)).toBeGreaterThan(dot(cat, revenue) + 0.2);
    expect(usage?.counts).toEqual({ inputTokens: 14 });
  });

  it("gives base64 vectors when asked, and takes token ids", async () => {
    const request = { model: "m", input: [[1, 2], [3]], encoding_format: "base64" as const, dimensions: 4 };
    const { vectors } = await embedding.embed(request, context("sandbox-embedding"));
    expect(vectors.map((vector) => Buffer.from(String(vector), "base64").length)).toEqual([16, 16]);
  });

  it("ranks by common words and keeps to top_n", async () => {
    const documents = ["green apples", { text: "red apple pie" }, "nothing"];
    const { ranking } = await rerank.rerank(
      { model: "m", query: "red apple", documents, top_n: 2 },
      context("sandbox-rerank"),
    );
    expect(ranking).toEqual([
      { index: 1, relevanceScore: 1 },
      { index: 0, relevanceScore: 0 },
    ]);
  });

  it("speaks a WAV file as long as the text, which its own transcription measures", async () => {
    const speech = await tts.speak(
      { model: "m", input: "twenty characters ok", voice: "any" },
      context("sandbox-speech"),
    );
    const chunks: Uint8Array[] = [];
    for await (const chunk of speech.audio) chunks.push(chunk);
    const wav = Buffer.concat(chunks);
    expect(speech).toMatchObject({ contentType: "audio/wav", usage: { counts: { characters: 20 } }, warnings: [] });
    expect(wavDurationMs(wav)).toBe(1200);
    const file = new File([new Uint8Array(wav)], "speech.wav");
    const heard = await transcription.transcribe({ model: "m", file }, context("sandbox-transcription"));
    expect(heard.text).toContain(`speech.wav of ${wav.length} bytes, about 1.2 seconds`);
    expect(heard.usage?.counts).toEqual({ audioMs: 1200 });
  });

  it("lists one model of each type and contacts nobody", async () => {
    const models = await sandbox.listModels(context(""));
    expect(models.map(({ type }) => type).sort()).toEqual(["llm", "rerank", "speech_to_text", "text_embedding", "tts"]);
    expect(egress.contacted()).toEqual([]);
  });
});
