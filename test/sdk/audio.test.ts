import "./quiet-ai-sdk";
import { createOpenAI } from "@ai-sdk/openai";
import { LLMock } from "@copilotkit/aimock";
import { experimental_generateSpeech as generateSpeech, experimental_transcribe as transcribe } from "ai";
import OpenAI, { toFile } from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDataPlane } from "@/test/start-data-plane";
import { API_KEY } from "./dialects/post";

const SOUND = Buffer.from("ID3 the bytes of a song");
const TRANSCRIPT = { text: "Grüß dich, 世界!", language: "german", duration: 2.5, segments: [] };

interface Target {
  baseURL: string;
  apiKey: string;
}

/** What each client brings back, as something that can be compared. */
const CALLS: Readonly<Record<string, (target: Target) => Promise<unknown>>> = {
  "openai speech": async (target) => {
    const speech = await new OpenAI(target).audio.speech.create({ model: "tts-1", voice: "alloy", input: "Hello" });
    return [speech.headers.get("content-type"), Buffer.from(await speech.arrayBuffer()).toString()];
  },
  "ai sdk speech": async (target) => {
    const { audio } = await generateSpeech({
      model: createOpenAI(target).speech("tts-1"),
      text: "Hello",
      maxRetries: 0,
    });
    return [audio.mediaType, Buffer.from(audio.uint8Array).toString()];
  },
  "openai transcription": async (target) =>
    new OpenAI(target).audio.transcriptions.create({ model: "whisper-1", file: await toFile(SOUND, "a.mp3") }),
  "openai transcription, verbose": async (target) =>
    new OpenAI(target).audio.transcriptions.create({
      model: "whisper-1",
      file: await toFile(SOUND, "a.mp3"),
      response_format: "verbose_json",
    }),
  "ai sdk transcription": async (target) => {
    const model = createOpenAI(target).transcription("whisper-1");
    const { text, language, durationInSeconds } = await transcribe({ model, audio: SOUND, maxRetries: 0 });
    return { text, language, durationInSeconds };
  },
};

const upstream = new LLMock({ port: 0, host: "127.0.0.1" });
let sluice: Awaited<ReturnType<typeof startDataPlane>>;

beforeAll(async () => {
  upstream.onSpeech(/.*/, { audio: SOUND.toString("base64") });
  upstream.onTranscription({ transcription: TRANSCRIPT });
  await upstream.start();
  sluice = await startDataPlane([
    {
      id: "openai",
      provider: "openai",
      values: { base_url: `${upstream.url}/v1`, api_key: API_KEY },
      models: [
        { modelId: "tts-1", type: "tts" },
        { modelId: "whisper-1", type: "speech_to_text" },
      ],
    },
  ]);
});
afterAll(async () => {
  await sluice.close();
  await upstream.stop();
});

describe("audio", () => {
  it.each(Object.entries(CALLS))("%s over openai: the same as without Sluice", async (_, call) => {
    const direct = await call({ baseURL: `${upstream.url}/v1`, apiKey: API_KEY });
    expect(await call({ baseURL: `${sluice.url}/v1`, apiKey: sluice.apiKey })).toEqual(direct);
  });
});
