"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";

const canRecord = () => "mediaDevices" in navigator && "MediaRecorder" in window;
const never = () => () => {};

/** Records from the microphone, where the browser and the person allow it. */
export function useRecorder(onRecorded: (file: File) => void) {
  const isSupported = useSyncExternalStore(never, canRecord, () => false);
  const [state, setState] = useState<"idle" | "recording" | "denied">("idle");
  const recorder = useRef<MediaRecorder | null>(null);
  useEffect(
    () => () => {
      for (const track of recorder.current?.stream.getTracks() ?? []) track.stop();
    },
    [],
  );

  const start = async () => {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      setState("denied");
      return;
    }
    const next = new MediaRecorder(stream);
    const chunks: Blob[] = [];
    next.ondataavailable = (event) => chunks.push(event.data);
    next.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      const type = next.mimeType.split(";")[0] || "audio/webm";
      const extension = type === "audio/mp4" ? "m4a" : (type.split("/")[1] ?? "webm");
      onRecorded(new File(chunks, `recording.${extension}`, { type }));
      setState("idle");
    };
    recorder.current = next;
    next.start();
    setState("recording");
  };

  return { isSupported, state, start, stop: () => recorder.current?.stop() };
}
