import type { TranscriptionCapability } from "@/server/gateway/spec/transcription";
import { openAiTranscription, type TranscriptionQuirks } from "./transcription";

const PLAIN = new Set(["json", "text"]);

/**
 * OpenAI's transcription at vendors that bill the recording's length and tell it only in `verbose_json`: always asked for, so that the
 * charge is exact; a client that wanted plain JSON gets the plain one.
 */
export function timedTranscription(quirks: TranscriptionQuirks = {}): TranscriptionCapability {
  const transcription = openAiTranscription(quirks);
  return {
    async transcribe(request, context) {
      const result = await transcription.transcribe({ ...request, response_format: "verbose_json" }, context);
      if (!PLAIN.has(request.response_format ?? "json")) return result;
      const { segments: _segments, ...plain } = result;
      return { ...plain, raw: { text: result.text } };
    },
  };
}
