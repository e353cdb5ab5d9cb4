import { countCharacters } from "@/server/gateway/providers/openai-like/speech";
import { wavFile } from "@/server/gateway/providers/wire/wav-file";
import type { SpeechCapability } from "@/server/gateway/spec/speech";
import type { TranscriptionCapability } from "@/server/gateway/spec/transcription";
import { SAMPLES_PER_SECOND, toneSamples, wavDurationMs } from "./wav";

/** About the pace of speech. */
const MS_PER_CHARACTER = 60;
const MAX_SPEECH_MS = 30_000;
/** Bytes per second of 128 kbit/s audio, to guess the length of a file that is not WAV. */
const GUESSED_BYTES_PER_SECOND = 16_000;

/** A tone as long as the text would take to say. */
export function sandboxSpeech(): SpeechCapability {
  return {
    async speak(request, context) {
      const characters = countCharacters(request.input);
      const samples = toneSamples(Math.min(MAX_SPEECH_MS, (characters * MS_PER_CHARACTER) / (request.speed ?? 1)));
      const format = request.response_format ?? "wav";
      const isRaw = format === "pcm";
      return {
        model: context.modelId,
        contentType: isRaw ? "audio/pcm" : "audio/wav",
        audio: inPieces(isRaw ? samples : wavFile(samples, SAMPLES_PER_SECOND)),
        usage: { counts: { characters }, isEstimated: false },
        warnings:
          isRaw || format === "wav" ? [] : [`The sandbox speaks only WAV and PCM; it sent WAV instead of ${format}.`],
      };
    },
  };
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  const size = 16 * 1024;
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** A sentence about the file instead of one from it. */
export function sandboxTranscription(): TranscriptionCapability {
  return {
    async transcribe({ file }, context) {
      const bytes = Buffer.from(await file.arrayBuffer());
      const durationMs = wavDurationMs(bytes) ?? Math.round((bytes.length * 1000) / GUESSED_BYTES_PER_SECOND);
      const text = `This is the sandbox, not a real model. It received ${file.name || "a file"} of ${bytes.length} bytes, about ${(durationMs / 1000).toFixed(1)} seconds of audio.`;
      return {
        model: context.modelId,
        text,
        language: "english",
        durationMs,
        segments: [{ startMs: 0, endMs: durationMs, text }],
        usage: { counts: { audioMs: durationMs }, isEstimated: false },
        warnings: [],
      };
    },
  };
}
