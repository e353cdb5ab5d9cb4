import { AppError } from "@/lib/contracts/errors";
import type { TRANSCRIPTION_FORMATS, TranscriptionResult } from "@/server/gateway/spec/transcription";
import { type Unanswered, writeJson } from "@/server/http/write-answer";
import { toSubtitles } from "./to-subtitles";

/** A whole transcript in the format asked for; the upstream's own JSON where there is one. Throws `untranslatable` for speakers that nobody told apart. */
export function writeTranscript(
  answer: Unanswered,
  result: TranscriptionResult,
  format: (typeof TRANSCRIPTION_FORMATS)[number] = "json",
  task: "transcribe" | "translate",
): void {
  if (format === "text") writeText(answer, "text/plain", `${result.text}\n`);
  else if (format === "srt") writeText(answer, "text/plain", toSubtitles(result, "srt"));
  else if (format === "vtt") writeText(answer, "text/vtt", toSubtitles(result, "vtt"));
  else if (result.raw !== undefined) writeJson(answer, 200, result.raw);
  else if (format === "verbose_json") writeJson(answer, 200, toVerboseBody(result, task));
  else if (format === "json") writeJson(answer, 200, { text: result.text });
  else {
    throw new AppError(
      "untranslatable",
      "This provider does not tell speakers apart. Ask for another response_format, or use a model that does.",
      { param: "response_format" },
    );
  }
}

function toVerboseBody({ language, durationMs, text, segments = [] }: TranscriptionResult, task: string) {
  return {
    task,
    language: language ?? null,
    duration: durationMs === undefined ? null : durationMs / 1000,
    text,
    segments: segments.map((segment, id) => ({
      id,
      start: segment.startMs / 1000,
      end: segment.endMs / 1000,
      text: segment.text,
    })),
  };
}

function writeText(answer: Unanswered, type: string, text: string): void {
  answer.setHeader("content-type", `${type}; charset=utf-8`);
  answer.writeHead(200);
  answer.res.end(text);
}
