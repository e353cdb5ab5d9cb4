import type { CallContext } from "@/server/gateway/spec/provider";
import type {
  TranscriptionCapability,
  TranscriptionRequest,
  TranscriptionResult,
} from "@/server/gateway/spec/transcription";
import { openAiTranscription } from "./transcription";
import { untranslatable } from "./untranslatable";

const PLAIN = new Set(["json", "text"]);

/**
 * OpenAI's transcription and translation at vendors that bill the recording's length and tell it only in `verbose_json`: always asked for,
 * so that the charge is exact; a client that wanted plain JSON gets the plain one.
 */
export function timedTranscription(vendor: string): TranscriptionCapability {
  const { transcribe, translate } = openAiTranscription();
  const timed =
    (hear: TranscriptionCapability["transcribe"]) =>
    async (request: TranscriptionRequest, context: CallContext): Promise<TranscriptionResult> => {
      if (request.response_format === "diarized_json")
        throw untranslatable(vendor, 'The format "diarized_json"', "response_format");
      const result = await hear({ ...request, response_format: "verbose_json" }, context);
      if (!PLAIN.has(request.response_format ?? "json")) return result;
      const { segments: _segments, ...plain } = result;
      return { ...plain, raw: { text: result.text } };
    };
  return { transcribe: timed(transcribe), ...(translate && { translate: timed(translate) }) };
}
