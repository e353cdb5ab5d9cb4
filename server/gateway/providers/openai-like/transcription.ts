import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type {
  TranscriptionCapability,
  TranscriptionRequest,
  TranscriptionResult,
} from "@/server/gateway/spec/transcription";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";

export interface TranscriptionQuirks {
  /** The only fields the vendor takes besides `file` and `model`; the rest is dropped with a warning. All by default. */
  fields?: readonly string[];
}

/**
 * Transcription over `POST /audio/transcriptions`. The upstream is always asked for JSON (`verbose_json` where segments are needed), so
 * that usage is seen; text, SRT and VTT are made from the result by whoever answers the client.
 */
export function openAiTranscription(quirks: TranscriptionQuirks = {}): TranscriptionCapability {
  return {
    async transcribe(request, context) {
      const { form, warnings } = buildForm(request, context.modelId, quirks);
      const { body } = await context.http.json({ path: "/audio/transcriptions", form });
      const text = isRecord(body) ? readString(body, "text") : undefined;
      if (!isRecord(body) || text === undefined) {
        throw new AppError(
          "provider_bad_response",
          "The provider's answer holds no transcript. Check that the model transcribes speech.",
        );
      }
      const result: TranscriptionResult = { model: context.modelId, text, warnings, raw: body };
      const language = readString(body, "language");
      if (language !== undefined) result.language = language;
      const durationMs = secondsToMs(body.duration);
      if (durationMs !== undefined) result.durationMs = durationMs;
      const segments = readArray(body, "segments").flatMap(readSegment);
      if (segments.length > 0) result.segments = segments;
      const usage = readTranscriptionUsage(readRecord(body, "usage"), durationMs);
      if (usage !== undefined) result.usage = usage;
      return result;
    },
  };
}

const SEGMENTED = new Set(["verbose_json", "srt", "vtt"]);

function buildForm(
  request: TranscriptionRequest,
  modelId: string,
  quirks: TranscriptionQuirks,
): { form: FormData; warnings: string[] } {
  const { file, model: _model, response_format, stream, ...fields } = request;
  const form = new FormData();
  form.set("model", modelId);
  form.set("file", file, file.name === "" ? "audio" : file.name);
  const warnings: string[] = [];
  if (stream === true || stream === "true")
    warnings.push("The transcript was sent at once: streaming of transcripts is not supported.");
  const wanted: JsonRecord = {
    ...fields,
    response_format: SEGMENTED.has(response_format ?? "json") ? "verbose_json" : "json",
  };
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

function readSegment(value: unknown): { startMs: number; endMs: number; text: string }[] {
  if (!isRecord(value)) return [];
  const startMs = secondsToMs(value.start);
  const endMs = secondsToMs(value.end);
  return startMs === undefined || endMs === undefined
    ? []
    : [{ startMs, endMs, text: readString(value, "text") ?? "" }];
}

/** A day is the longest recording believed; older servers send the seconds as text. */
function secondsToMs(value: unknown): number | undefined {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 && seconds <= 86_400
    ? Math.round(seconds * 1000)
    : undefined;
}

/** Newer models bill tokens, whisper the recording's length. */
function readTranscriptionUsage(usage: JsonRecord | undefined, durationMs: number | undefined): Usage | undefined {
  const counts: UsageCounts = {};
  const input = readCount(usage, "input_tokens");
  if (usage !== undefined && input !== undefined) {
    const audio = readCount(readRecord(usage, "input_token_details"), "audio_tokens");
    const audioTokens = audio !== undefined && audio <= input ? audio : 0;
    counts.inputTokens = input - audioTokens;
    counts.inputAudioTokens = audioTokens;
    const output = readCount(usage, "output_tokens");
    if (output !== undefined) counts.outputTokens = output;
  }
  const audioMs = secondsToMs(usage?.seconds) ?? durationMs;
  if (audioMs !== undefined) counts.audioMs = audioMs;
  return Object.keys(counts).length === 0 ? undefined : { counts, isEstimated: false };
}
