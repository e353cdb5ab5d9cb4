import OpenAI, { toFile } from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ReplayServer, type Reply, startReplayServer } from "@/server/gateway/testing/replay-server";
import { startDataPlane } from "@/test/start-data-plane";

let upstream: ReplayServer;
let sluice: Awaited<ReturnType<typeof startDataPlane>>;
let openai: OpenAI;

beforeAll(async () => {
  upstream = await startReplayServer();
  sluice = await startDataPlane([
    {
      id: "openai",
      provider: "openai",
      values: { base_url: upstream.url, api_key: "sk-any-0123456789" },
      models: [
        { modelId: "tts", type: "tts" },
        { modelId: "stt", type: "speech_to_text" },
      ],
    },
    {
      id: "sandbox",
      provider: "sandbox",
      values: {},
      models: [
        { modelId: "sandbox-tts", type: "tts" },
        { modelId: "sandbox-stt", type: "speech_to_text" },
      ],
    },
  ]);
  openai = new OpenAI({ apiKey: sluice.apiKey, baseURL: `${sluice.url}/v1`, maxRetries: 0 });
});
afterAll(async () => {
  await sluice.close();
  await upstream.close();
});
beforeEach(() => {
  upstream.received.length = 0;
});

const reply = (body: unknown, more: Partial<Reply> = {}) =>
  upstream.reply("*", { status: 200, contentType: "application/json", body: JSON.stringify(body), ...more });
const replyEvents = (...events: object[]) =>
  reply(undefined, {
    contentType: "text/event-stream; charset=utf-8",
    body: events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""),
  });

async function lastAttempt() {
  await sluice.ledger.flush();
  return [...sluice.store.attempts.values()].at(-1);
}

async function received() {
  const { body, headers, path } = upstream.received.at(-1) ?? { body: Buffer.alloc(0), headers: {}, path: "" };
  const type = headers["content-type"] ?? "";
  if (!type.startsWith("multipart/")) return { path, fields: JSON.parse(body.toString()) };
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  return { path, fields: [...form].filter(([, value]) => typeof value === "string") };
}

function framesOf(text: string): { type: string; audio?: string; usage?: object }[] {
  return text
    .split("\n\n")
    .filter((frame) => frame.startsWith("data: "))
    .map((frame) => JSON.parse(frame.slice("data: ".length)));
}

describe("speech", () => {
  const speech = { voice: "alloy", input: "Hello 👋", response_format: "wav" } as const;

  it("comes as the upstream's bytes and type, with every field of the request passed on", async () => {
    const audio = Buffer.from("RIFF bytes");
    reply(undefined, { contentType: "audio/wav", body: audio });
    const response = await openai.audio.speech.create({ model: "tts", ...speech, ...{ unknown_field: 1 } });
    expect(response.headers.get("content-type")).toBe("audio/wav");
    expect(Buffer.from(await response.arrayBuffer())).toEqual(audio);
    expect((await received()).fields).toEqual({ model: "tts", ...speech, unknown_field: 1 });
  });

  it("comes as the upstream's own events where they were asked for, charged by the tokens they report", async () => {
    const events = [
      { type: "speech.audio.delta", audio: "UklG" },
      { type: "speech.audio.done", usage: { input_tokens: 14, output_tokens: 101, total_tokens: 115 } },
    ];
    replyEvents(...events);
    const response = await openai.audio.speech.create({ model: "tts", ...speech, stream_format: "sse" });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    expect(framesOf(await response.text())).toEqual(events);
    expect(await lastAttempt()).toMatchObject({
      counts: { inputTokens: 14, outputAudioTokens: 101 },
      isUsageEstimated: false,
    });
  });

  it("is put into events for a provider that sends bytes: any way of joining them gives the same audio", async () => {
    const whole = await openai.audio.speech.create({ model: "sandbox-tts", ...speech });
    const bytes = Buffer.from(await whole.arrayBuffer());
    const response = await openai.audio.speech.create({ model: "sandbox-tts", ...speech, stream_format: "sse" });
    const frames = framesOf(await response.text());
    const audio = frames.flatMap((frame) => frame.audio ?? []);
    expect(audio.length).toBeGreaterThan(1);
    expect(Buffer.from(audio.join(""), "base64").equals(bytes)).toBe(true);
    expect(Buffer.concat(audio.map((each) => Buffer.from(each, "base64"))).equals(bytes)).toBe(true);
    expect(frames.at(-1)?.type).toBe("speech.audio.done");
  });

  it("that breaks off in its events never ends as if it were whole", async () => {
    replyEvents({ type: "speech.audio.delta", audio: "UklG" });
    const response = await openai.audio.speech.create({ model: "tts", ...speech, stream_format: "sse" });
    const frames = framesOf(await response.text());
    expect(frames.at(-1)).toMatchObject({ error: { code: "provider_stream_broken" } });
    expect(await lastAttempt()).toMatchObject({ errorCode: "provider_stream_broken" });
  });
});

describe("a transcript", () => {
  const file = () => toFile(Buffer.alloc(32_000), "a.mp3");
  const verbose = {
    task: "transcribe",
    language: "english",
    duration: 3.5,
    text: "One. Two.",
    segments: [
      { id: 0, start: 0, end: 1.25, text: " One.", avg_logprob: -0.2 },
      { id: 1, start: 1.25, end: 3.5, text: " Two." },
    ],
    words: [{ word: "One", start: 0, end: 1 }],
  };

  it("comes as the upstream's own JSON, with repeated and unknown fields of the form passed on", async () => {
    reply(verbose);
    const answer = await openai.audio.transcriptions.create({
      model: "stt",
      file: await file(),
      response_format: "verbose_json",
      timestamp_granularities: ["word", "segment"],
      temperature: 0,
      prompt: "names",
      ...{ unknown_field: "kept" },
    });
    expect(answer).toEqual(verbose);
    expect((await received()).fields).toEqual(
      expect.arrayContaining([
        ["model", "stt"],
        ["timestamp_granularities[]", "word"],
        ["timestamp_granularities[]", "segment"],
        ["temperature", "0"],
        ["prompt", "names"],
        ["unknown_field", "kept"],
      ]),
    );
  });

  it.each([
    ["text", "One. Two.\n"],
    ["srt", "1\n00:00:00,000 --> 00:00:01,250\nOne.\n\n2\n00:00:01,250 --> 00:00:03,500\nTwo.\n"],
    ["vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:01.250\nOne.\n\n00:00:01.250 --> 00:00:03.500\nTwo.\n"],
  ] as const)("is written as %s", async (format, expected) => {
    reply(verbose);
    const create = { model: "stt", file: await file(), response_format: format };
    expect(await openai.audio.transcriptions.create(create)).toBe(expected);
  });

  it("streams as the upstream's own events, charged by the tokens they report", async () => {
    const events = [
      { type: "transcript.text.delta", delta: "One. ", logprobs: [{ token: "One" }] },
      { type: "transcript.text.delta", delta: "Two." },
      {
        type: "transcript.text.done",
        text: "One. Two.",
        usage: {
          type: "tokens",
          input_tokens: 14,
          input_token_details: { text_tokens: 4, audio_tokens: 10 },
          output_tokens: 5,
          total_tokens: 19,
        },
      },
    ];
    replyEvents(...events);
    const seen = [];
    const stream = await openai.audio.transcriptions.create({
      model: "stt",
      file: await file(),
      stream: true,
      include: ["logprobs"],
    });
    for await (const event of stream) seen.push(event);
    expect(seen).toEqual(events);
    expect((await received()).fields).toEqual(
      expect.arrayContaining([
        ["stream", "true"],
        ["include[]", "logprobs"],
      ]),
    );
    expect(await lastAttempt()).toMatchObject({
      counts: { inputTokens: 4, inputAudioTokens: 10, outputTokens: 5 },
      isUsageEstimated: false,
    });
  });

  it.each([
    ["an upstream that answers at once all the same", "stt", "One. Two."],
    ["a provider that can't", "sandbox-stt", expect.stringContaining("sandbox")],
  ])("streams as one delta and the end from %s", async (_, model, text) => {
    reply({ text: "One. Two.", usage: { type: "duration", seconds: 4 } });
    const seen = [];
    for await (const event of await openai.audio.transcriptions.create({ model, file: await file(), stream: true }))
      seen.push(event);
    expect(seen).toEqual([
      { type: "transcript.text.delta", delta: text },
      { type: "transcript.text.done", text },
    ]);
  });

  it("that breaks off in its stream is raised by the SDK, not taken for whole", async () => {
    replyEvents({ type: "transcript.text.delta", delta: "One. " });
    const stream = await openai.audio.transcriptions.create({ model: "stt", file: await file(), stream: true });
    await expect(async () => {
      for await (const event of stream) expect(event.type).toBe("transcript.text.delta");
    }).rejects.toThrow(/without its last event/);
  });

  it("fails before its first event as an ordinary error", async () => {
    reply({ error: { message: "too many", type: "rate_limit" } }, { status: 429 });
    const failed = openai.audio.transcriptions.create({ model: "stt", file: await file(), stream: true });
    await expect(failed).rejects.toMatchObject({ status: 429, code: "provider_rate_limited" });
  });

  it("in English is a translation, asked of the upstream's own address", async () => {
    reply({ text: "One." });
    expect(await openai.audio.translations.create({ model: "stt", file: await file() })).toEqual({ text: "One." });
    expect((await received()).path).toBe("/audio/translations");
  });

  it("is refused, typed, for what a provider or the form lacks", async () => {
    const hear = (more: object) => async () =>
      openai.audio.transcriptions.create({ model: "stt", file: await file(), ...more });
    const refusals: [() => Promise<unknown>, object][] = [
      [
        async () => openai.audio.translations.create({ model: "sandbox-stt", file: await file() }),
        { status: 422, code: "capability_unsupported" },
      ],
      [
        hear({ model: "sandbox-stt", response_format: "diarized_json" }),
        { status: 422, code: "untranslatable", param: "response_format" },
      ],
      [hear({ temperature: 3 }), { status: 400, code: "invalid_request", param: "temperature" }],
      [() => openai.post("/audio/transcriptions", { body: {} }), { status: 400, code: "invalid_request" }],
    ];
    for (const [call, expected] of refusals) await expect(call()).rejects.toMatchObject(expected);
  });
});
