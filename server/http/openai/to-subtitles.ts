import type { TranscriptionResult } from "@/server/gateway/spec/transcription";

/** SubRip or WebVTT. A provider that gives no segments yields one cue over the whole length. */
export function toSubtitles(result: TranscriptionResult, format: "srt" | "vtt"): string {
  const segments = result.segments?.length
    ? result.segments
    : [{ startMs: 0, endMs: result.durationMs ?? 0, text: result.text }];
  const mark = format === "srt" ? "," : ".";
  const cues = segments.map(
    (segment, index) =>
      `${format === "srt" ? `${index + 1}\n` : ""}${clock(segment.startMs, mark)} --> ${clock(segment.endMs, mark)}\n${segment.text.trim()}\n`,
  );
  return `${format === "vtt" ? "WEBVTT\n\n" : ""}${cues.join("\n")}`;
}

function clock(ms: number, mark: string): string {
  const total = Math.max(0, Math.round(ms));
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  return `${pad(Math.floor(total / 3_600_000))}:${pad(Math.floor(total / 60_000) % 60)}:${pad(Math.floor(total / 1000) % 60)}${mark}${pad(total % 1000, 3)}`;
}
