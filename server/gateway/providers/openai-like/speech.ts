import { AppError } from "@/lib/contracts/errors";
import { errorInAnswer } from "@/server/gateway/providers/wire/error-in-answer";
import { isRecord, parseJson, readRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { CallContext } from "@/server/gateway/spec/provider";
import type { SPEECH_FORMATS, SpeechCapability, SpeechRequest } from "@/server/gateway/spec/speech";
import type { SseEvent, WireBytes } from "@/server/gateway/spec/transport";
import type { Usage } from "@/server/gateway/spec/usage";
import { createErrorReader } from "./read-error";

const CONTENT_TYPES: Record<(typeof SPEECH_FORMATS)[number], string> = {
  mp3: "audio/mpeg",
  opus: "audio/ogg",
  aac: "audio/aac",
  flac: "audio/flac",
  wav: "audio/wav",
  pcm: "audio/pcm",
};

const EVENT_STREAM = "text/event-stream";
const readError = createErrorReader("The provider");

/**
 * Speech over `POST /audio/speech`. Vendors bill the characters asked for and report nothing, so those are the usage; except in
 * events (`stream_format: "sse"`), the last of which tells the tokens.
 */
export function openAiSpeech(): SpeechCapability {
  return {
    async speak(request, context) {
      const answer = await context.http.bytes({
        path: "/audio/speech",
        json: { ...request, model: context.modelId },
        ...(request.stream_format === "sse" ? { alsoAccepts: [EVENT_STREAM] } : {}),
      });
      const usage: Usage = { counts: { characters: countCharacters(request.input) }, isEstimated: false };
      const result = { model: context.modelId, usage, warnings: [] };
      if (answer.contentType.startsWith(EVENT_STREAM)) return { ...result, ...passEvents(answer, context) };
      return { ...result, contentType: audioTypeOf(answer, request), audio: answer.body };
    },
  };
}

function audioTypeOf({ contentType }: WireBytes, { response_format }: SpeechRequest): string {
  return contentType.startsWith("audio/") ? contentType : CONTENT_TYPES[response_format ?? "mp3"];
}

/** The upstream's events as they are (platform.openai.com/docs/api-reference/audio/speech-audio-done-event), its usage read on the way. */
function passEvents(answer: WireBytes, context: CallContext) {
  let reported: Usage | undefined;
  async function* pass(): AsyncGenerator<Uint8Array, void, undefined> {
    let isDone = false;
    for await (const batch of answer.readEvents()) {
      for (const { data } of batch) {
        const payload = data.includes('"speech.audio.delta"') ? undefined : parseJson(data);
        if (!isRecord(payload)) continue;
        if (payload.error !== undefined && payload.error !== null)
          throw errorInAnswer(readError({ status: 200, body: payload }), context);
        if (payload.type !== "speech.audio.done") continue;
        isDone = true;
        const usage = readRecord(payload, "usage");
        const inputTokens = readCount(usage, "input_tokens");
        const outputAudioTokens = readCount(usage, "output_tokens");
        if (inputTokens !== undefined && outputAudioTokens !== undefined)
          reported = { counts: { inputTokens, outputAudioTokens }, isEstimated: false };
      }
      yield Buffer.from(batch.map(frameOf).join(""));
    }
    if (!isDone)
      throw new AppError("provider_stream_broken", "The provider's speech ended without its last event. Try again.");
  }
  return { contentType: EVENT_STREAM, audio: pass(), reportedUsage: () => reported };
}

function frameOf({ event, data }: SseEvent): string {
  return event === "" ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`;
}

/** Unicode characters, not UTF-16 units: an emoji is one. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}
