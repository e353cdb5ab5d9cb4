"use client";

import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";

const EXTENSIONS: Record<string, string> = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
  "audio/ogg": "ogg",
  "audio/opus": "opus",
  "audio/aac": "aac",
  "audio/flac": "flac",
};

interface AudioResultProps {
  /** What is spoken. */
  text: string;
  contentType: string;
  base64: string;
}

/** One caption for the whole length: how the words lie in time is not known. */
function captionsOf(text: string): string {
  const cue = text
    .replaceAll("-->", "→")
    .replace(/\n{2,}/g, "\n")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
  return `data:text/vtt;charset=utf-8,${encodeURIComponent(`WEBVTT\n\n00:00:00.000 --> 24:00:00.000\n${cue}\n`)}`;
}

/** A player for spoken text, and the file. Anything but a plain audio type is offered as a file only. */
export function AudioResult({ text, contentType, base64 }: AudioResultProps) {
  const t = useTranslations("playground.speech");
  const bareType = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const isAudio = /^audio\/[a-z0-9.+-]+$/.test(bareType);
  const href = `data:${isAudio ? bareType : "application/octet-stream"};base64,${base64}`;
  return (
    <div className="flex flex-wrap items-center gap-3">
      {isAudio ? (
        <audio controls src={href} aria-label={t("player")} className="h-10 min-w-64 flex-1">
          <track kind="captions" src={captionsOf(text)} label={t("text")} default />
        </audio>
      ) : null}
      <Button asChild variant="outline">
        <a href={href} download={`speech.${EXTENSIONS[bareType] ?? "audio"}`}>
          <Download aria-hidden />
          {t("download")}
        </a>
      </Button>
    </div>
  );
}
