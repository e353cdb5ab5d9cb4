import type { JsonRecord } from "@/server/gateway/providers/wire/json-value";
import type { TRANSCRIPTION_FORMATS, TranscriptionRequest } from "@/server/gateway/spec/transcription";

export interface TranscriptionQuirks {
  /** The only fields the vendor takes besides `file` and `model`; the rest is dropped with a warning. All by default. */
  fields?: readonly string[];
}

/** What the upstream is asked for, by what the client asked for. */
const ASKED_FORMATS: Record<(typeof TRANSCRIPTION_FORMATS)[number], string> = {
  json: "json",
  text: "json",
  srt: "verbose_json",
  vtt: "verbose_json",
  verbose_json: "verbose_json",
  diarized_json: "diarized_json",
};

/** The request as the upstream takes it, and what of it had to be left out. */
export function buildForm(
  request: TranscriptionRequest,
  modelId: string,
  quirks: TranscriptionQuirks,
): { form: FormData; warnings: string[] } {
  const { file, model: _model, response_format, stream: _stream, ...fields } = request;
  const form = new FormData();
  form.set("model", modelId);
  form.set("file", file, file.name === "" ? "audio" : file.name);
  const warnings: string[] = [];
  const wanted: JsonRecord = { ...fields, response_format: ASKED_FORMATS[response_format ?? "json"] };
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined || value === null) continue;
    if (quirks.fields !== undefined && !quirks.fields.includes(name)) {
      if (name !== "response_format" || wanted.response_format !== "json")
        warnings.push(`"${name}" was left out: the provider does not take it.`);
      continue;
    }
    for (const item of Array.isArray(value) ? value : [value])
      form.append(name, typeof item === "string" ? item : JSON.stringify(item));
  }
  return { form, warnings };
}
