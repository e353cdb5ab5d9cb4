import type { CallContext } from "@/server/gateway/spec/provider";
import type {
  TranscriptionCapability,
  TranscriptionRequest,
  TranscriptionResult,
} from "@/server/gateway/spec/transcription";
import { readTranscript } from "./read-transcript";
import { streamTranscript } from "./stream-transcript";
import { buildForm, type TranscriptionQuirks } from "./transcription-form";

export type { TranscriptionQuirks } from "./transcription-form";

/**
 * Transcription over `POST /audio/transcriptions`, translation over `/audio/translations`. The upstream is always asked for JSON
 * (`verbose_json` where segments are needed), so that usage is seen; text, SRT and VTT are made from the result by whoever answers the client.
 */
export function openAiTranscription(quirks: TranscriptionQuirks = {}): TranscriptionCapability {
  const takes = (field: string) => quirks.fields === undefined || quirks.fields.includes(field);

  async function hear(path: string, request: TranscriptionRequest, context: CallContext): Promise<TranscriptionResult> {
    const { form, warnings } = buildForm(request, context.modelId, quirks);
    if (request.stream)
      warnings.push("The transcript was sent at once: the provider does not stream it in this format.");
    const { body } = await context.http.json({ path, form });
    return readTranscript(body, context.modelId, warnings);
  }

  return {
    transcribe: (request, context) => hear("/audio/transcriptions", request, context),
    ...(quirks.fields === undefined
      ? { translate: (request, context) => hear("/audio/translations", request, context) }
      : {}),
    ...(takes("stream") ? { stream: (request, context) => streamTranscript(request, context, quirks) } : {}),
  };
}
