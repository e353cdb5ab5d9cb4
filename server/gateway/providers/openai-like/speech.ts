import type { SPEECH_FORMATS, SpeechCapability } from "@/server/gateway/spec/speech";

const CONTENT_TYPES: Record<(typeof SPEECH_FORMATS)[number], string> = {
  mp3: "audio/mpeg",
  opus: "audio/ogg",
  aac: "audio/aac",
  flac: "audio/flac",
  wav: "audio/wav",
  pcm: "audio/pcm",
};

/** Speech over `POST /audio/speech`. Vendors bill the characters asked for and report nothing, so those are the usage. */
export function openAiSpeech(): SpeechCapability {
  return {
    async speak(request, context) {
      const { stream_format: streamFormat, ...fields } = request;
      const json = { ...fields, model: context.modelId };
      const { contentType, body } = await context.http.bytes({ path: "/audio/speech", json });
      return {
        model: context.modelId,
        contentType: contentType.startsWith("audio/") ? contentType : CONTENT_TYPES[request.response_format ?? "mp3"],
        audio: body,
        usage: { counts: { characters: countCharacters(request.input) }, isEstimated: false },
        warnings: streamFormat === "sse" ? ["The audio was sent as bytes: events are not supported for speech."] : [],
      };
    },
  };
}

/** Unicode characters, not UTF-16 units: an emoji is one. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}
