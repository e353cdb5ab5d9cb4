import type { ServerResponse } from "node:http";
import { AppError } from "@/lib/contracts/errors";
import type { TRANSCRIPTION_FORMATS, TranscriptionResult } from "@/server/gateway/spec/transcription";
import { writeJson } from "@/server/http/write-answer";
import { toSubtitles } from "./to-subtitles";

/** A whole transcript in the format asked for; the upstream's own JSON where there is one. Throws `untranslatable` for speakers that nobody told apart. */
export function writeTranscript(
  res: ServerResponse,
  result: TranscriptionResult,
  format: (typeof TRANSCRIPTION_FORMATS)[number] = "json",
  task: "transcribe" | "translate",
): void {
  if (format === "text") writeText(res, "text/plain", `${result.text}\n`);
  else if (format === "srt") writeText(res, "text/plain", toSubtitles(result, "srt"));
  else if (format === "vtt") writeText(res, "text/vtt", toSubtitles(result, "vtt"));
  else if (result.raw !== undefined) writeJson(res, 200, result.raw);
  else if (format === "verbose_json") writeJson(res, 200, toVerboseBody(result, task));
  else if (format === "json") writeJson(res, 200, { text: result.text });
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

function writeText(res: ServerResponse, type: string, text: string): void {
  res.writeHead(200, { "content-type": `${type}; charset=utf-8` });
  res.end(text);
}
