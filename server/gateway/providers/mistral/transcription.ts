import { openAiTranscription } from "@/server/gateway/providers/openai-like/transcription";
import { untranslatable } from "@/server/gateway/providers/openai-like/untranslatable";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { TranscriptionCapability } from "@/server/gateway/spec/transcription";

const SEGMENTED = new Set(["verbose_json", "srt", "vtt"]);

/**
 * docs.mistral.ai/api/endpoint/audio/transcriptions: OpenAI's shape without formats. Segments come where `timestamp_granularities` asks for
 * them, and `usage.prompt_audio_seconds`, which Mistral bills, is the length of the recording.
 */
export function mistralTranscription(): TranscriptionCapability {
  const transcription = openAiTranscription({
    fields: ["language", "temperature", "timestamp_granularities", "diarize", "context_bias"],
  });
  return {
    async transcribe({ response_format: format, ...request }, context) {
      if (format === "diarized_json") throw untranslatable("Mistral", 'The format "diarized_json"', "response_format");
      const wantsSegments = SEGMENTED.has(format ?? "json") && request.timestamp_granularities === undefined;
      const asked = wantsSegments ? { ...request, timestamp_granularities: "segment" } : request;
      const { usage: _tokens, ...result } = await transcription.transcribe(asked, context);
      const seconds = readCount(isRecord(result.raw?.usage) ? result.raw.usage : undefined, "prompt_audio_seconds");
      if (seconds === undefined) return result;
      return {
        ...result,
        durationMs: seconds * 1000,
        usage: { counts: { audioMs: seconds * 1000 }, isEstimated: false },
      };
    },
  };
}
