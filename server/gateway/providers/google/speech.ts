import { AppError } from "@/lib/contracts/errors";
import { isRecord, readArray, readRecord, readText } from "@/server/gateway/providers/wire/json-value";
import { wavFile } from "@/server/gateway/providers/wire/wav-file";
import type { SpeechCapability, SpeechRequest } from "@/server/gateway/spec/speech";
import type { Usage } from "@/server/gateway/spec/usage";
import type { GooglePlace } from "./chat";
import { readGeminiUsage } from "./read-usage";

/** What Google documents for its speech: 24 kHz, mono, 16 bits. */
const USUAL_RATE = 24_000;

/** Speech over `generateContent` with the audio modality (ai.google.dev/gemini-api/docs/speech-generation): PCM, which we also wrap as WAV. */
export function googleSpeech(place: GooglePlace): SpeechCapability {
  return {
    async speak(request, context) {
      const warnings: string[] = [];
      const format = chooseFormat(request, warnings);
      if (typeof request.speed === "number" && request.speed !== 1)
        warnings.push("speed was left out: Gemini does not take it; say in the instructions how fast to speak.");
      const { body } = await context.http.json({
        ...place(context, "generateContent"),
        json: buildSpeechBody(request),
      });
      const { samples, rate } = readAudio(body);
      const usage = readAudioUsage(body);
      return {
        model: context.modelId,
        contentType: format === "wav" ? "audio/wav" : `audio/pcm;rate=${rate}`,
        audio: piece(format === "wav" ? wavFile(samples, rate) : samples),
        ...(usage === undefined ? {} : { usage }),
        warnings,
      };
    },
  };
}

function chooseFormat({ response_format: format }: SpeechRequest, warnings: string[]): "wav" | "pcm" {
  if (format === "wav" || format === "pcm") return format;
  if (format === undefined || format === null) {
    warnings.push("The audio is a WAV file: Gemini makes no MP3, which is the usual format.");
    return "wav";
  }
  throw new AppError("untranslatable", `Gemini makes no ${format} audio. Ask for response_format wav or pcm.`, {
    param: "response_format",
  });
}

/** How to speak is part of the prompt: Gemini has no field for it. */
function buildSpeechBody({ input, voice, instructions }: SpeechRequest) {
  const voiceName = typeof voice === "string" ? voice : voice.id;
  return {
    contents: [{ role: "user", parts: [{ text: instructions ? `${instructions}:\n${input}` : input }] }],
    generationConfig: {
      responseModalities: ["AUDIO"],
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName } } },
    },
  };
}

function readAudio(body: unknown): { samples: Buffer; rate: number } {
  const [candidate] = isRecord(body) ? readArray(body, "candidates") : [];
  const content = isRecord(candidate) ? readRecord(candidate, "content") : undefined;
  const blobs = (content === undefined ? [] : readArray(content, "parts")).flatMap((part) => {
    const blob = isRecord(part) ? readRecord(part, "inlineData") : undefined;
    return blob === undefined ? [] : [blob];
  });
  const samples = Buffer.concat(blobs.map((blob) => Buffer.from(readText(blob, "data") ?? "", "base64")));
  if (samples.length === 0) {
    throw new AppError(
      "provider_bad_response",
      "The answer holds no audio. Check that the model is a text-to-speech model, or change the text.",
    );
  }
  const rate = Number(
    /rate=(\d{4,6})/.exec(blobs[0] === undefined ? "" : (readText(blobs[0], "mimeType") ?? ""))?.[1] ?? USUAL_RATE,
  );
  return { samples, rate };
}

/** All that comes out is audio, also where the answer gives no details. */
function readAudioUsage(body: unknown): Usage | undefined {
  const usage = isRecord(body) ? readGeminiUsage(body.usageMetadata) : undefined;
  if (usage === undefined) return undefined;
  const { outputTokens, outputAudioTokens, ...counts } = usage.counts;
  if (outputTokens === undefined) return usage;
  return { ...usage, counts: { ...counts, outputAudioTokens: outputTokens + (outputAudioTokens ?? 0) } };
}

async function* piece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
