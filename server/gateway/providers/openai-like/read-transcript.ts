import { AppError } from "@/lib/contracts/errors";
import {
  isRecord,
  type JsonRecord,
  readArray,
  readRecord,
  readString,
} from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { TranscriptionResult } from "@/server/gateway/spec/transcription";
import type { Usage, UsageCounts } from "@/server/gateway/spec/usage";

/** A transcript in `json` or `verbose_json`, of OpenAI and those like it. */
export function readTranscript(body: unknown, modelId: string, warnings: string[]): TranscriptionResult {
  const text = isRecord(body) ? readString(body, "text") : undefined;
  if (!isRecord(body) || text === undefined) {
    throw new AppError(
      "provider_bad_response",
      "The provider's answer holds no transcript. Check that the model transcribes speech.",
    );
  }
  const result: TranscriptionResult = { model: modelId, text, warnings, raw: body };
  const language = readString(body, "language");
  if (language !== undefined) result.language = language;
  const durationMs = secondsToMs(body.duration);
  if (durationMs !== undefined) result.durationMs = durationMs;
  const segments = readArray(body, "segments").flatMap(readSegment);
  if (segments.length > 0) result.segments = segments;
  const usage = readTranscriptionUsage(readRecord(body, "usage"), durationMs);
  if (usage !== undefined) result.usage = usage;
  return result;
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
export function readTranscriptionUsage(
  usage: JsonRecord | undefined,
  durationMs: number | undefined,
): Usage | undefined {
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
