import type { Caller, Gateway } from "@/server/gateway";
import { type TranscriptionRequest, transcriptionFields } from "@/server/gateway/spec/transcription";
import { callOptions } from "@/server/http/call-options";
import type { Exchange } from "@/server/http/exchange";
import { checkShape } from "@/server/http/read-body";
import { setReceiptHeaders } from "@/server/http/write-answer";
import { readForm } from "./read-form";
import { streamTranscript } from "./stream-transcript";
import { writeTranscript } from "./write-transcript";

/** OpenAI takes files of up to 25 MB; a little more for the form around one. */
const MAX_BODY_BYTES = 26_500_000;

/** Formats that make no sense before the recording's end; OpenAI's whisper-1, which alone has them, ignores `stream` too. */
const WHOLE_FORMATS: ReadonlySet<string | undefined> = new Set(["srt", "vtt", "verbose_json"]);

/** `POST /v1/audio/transcriptions` with its response formats, whole or as events. */
export async function audioTranscriptions(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const request = await readRequest(exchange);
  if (request.stream && !WHOLE_FORMATS.has(request.response_format))
    return streamTranscript(gateway, caller, request, exchange);
  const { result, receipt } = await gateway.transcribe(caller, request, callOptions(exchange));
  setReceiptHeaders(exchange, receipt);
  writeTranscript(exchange, result, request.response_format, "transcribe");
}

/** `POST /v1/audio/translations`: what was said, in English. */
export async function audioTranslations(gateway: Gateway, caller: Caller, exchange: Exchange): Promise<void> {
  const request = await readRequest(exchange);
  const { result, receipt } = await gateway.translate(caller, request, callOptions(exchange));
  setReceiptHeaders(exchange, receipt);
  writeTranscript(exchange, result, request.response_format, "translate");
}

async function readRequest({ req }: Exchange): Promise<TranscriptionRequest> {
  const { file, fields } = await readForm(req, MAX_BODY_BYTES);
  return { ...checkShape(transcriptionFields, fields), file };
}
