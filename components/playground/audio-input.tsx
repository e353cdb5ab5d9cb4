"use client";

import { CircleStop, FileAudio, Mic, Upload, X } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { useRecorder } from "./use-recorder";

interface AudioInputProps {
  file: File | null;
  onChange: (file: File | null) => void;
  /** What is wrong with the file. */
  fault: string | null;
}

/** An audio file: dropped, chosen, or recorded. */
export function AudioInput({ file, onChange, fault }: AudioInputProps) {
  const t = useTranslations("playground.transcription");
  const format = useFormatter();
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const recorder = useRecorder(onChange);
  const isRecording = recorder.state === "recording";
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) onChange(dropped);
  };
  return (
    <fieldset
      aria-describedby={`${id}-hint`}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <legend className="pb-1.5 text-[13px] leading-5 font-medium">{t("audio")}</legend>
      <div
        className={cn(
          "flex min-h-28 flex-col items-center justify-center gap-3 rounded-md border border-dashed p-4 text-center",
          isOver && "border-primary bg-primary-soft",
        )}
      >
        {file ? (
          <p className="flex max-w-full items-center gap-2 text-[13px]">
            <FileAudio className="size-4 shrink-0 text-muted-foreground" aria-hidden />
            <span className="truncate font-medium">{file.name}</span>
            <span className="shrink-0 text-muted-foreground tabular-nums">
              {t("size", { kilobytes: format.number(Math.ceil(file.size / 1024)) })}
            </span>
            <Button variant="ghost" size="icon-sm" aria-label={t("removeFile")} onClick={() => onChange(null)}>
              <X aria-hidden />
            </Button>
          </p>
        ) : (
          <p className="text-[13px] text-muted-foreground">{isRecording ? t("recording") : t("drop")}</p>
        )}
        <div className="flex flex-wrap justify-center gap-2">
          <Button variant="outline" disabled={isRecording} onClick={() => picker.current?.click()}>
            <Upload aria-hidden />
            {t("choose")}
          </Button>
          {recorder.isSupported ? (
            <Button variant="outline" aria-pressed={isRecording} onClick={isRecording ? recorder.stop : recorder.start}>
              {isRecording ? <CircleStop className="text-danger" aria-hidden /> : <Mic aria-hidden />}
              {isRecording ? t("stopRecording") : t("record")}
            </Button>
          ) : null}
        </div>
        <input
          ref={picker}
          type="file"
          accept="audio/*,video/mp4,video/webm"
          aria-label={t("choose")}
          tabIndex={-1}
          className="sr-only"
          onChange={({ target }) => {
            onChange(target.files?.[0] ?? null);
            target.value = "";
          }}
        />
      </div>
      <p id={`${id}-hint`} role="status" className={cn("text-xs", fault ? "text-danger" : "text-muted-foreground")}>
        {fault ?? (recorder.state === "denied" ? t("microphoneDenied") : t("limit"))}
      </p>
    </fieldset>
  );
}
