"use client";

import { useMutation } from "@tanstack/react-query";
import { Mic } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/shared/copy-button";
import { useTRPCClient } from "@/components/trpc/client";
import { AudioInput } from "./audio-input";
import { CallForm } from "./call-form";
import { CallOutput } from "./call-output";
import { CodeDialog } from "./code-dialog";
import { useModelChoice } from "./model-gate";
import { ModelPicker } from "./model-picker";
import { PanelLayout } from "./panel-layout";
import { readBase64 } from "./read-base64";
import { RunBar } from "./run-bar";

const MAX_BYTES = 8 * 1024 * 1024;

export function TranscriptionPanel() {
  const t = useTranslations("playground.transcription");
  const client = useTRPCClient();
  const { model } = useModelChoice();
  const [file, setFile] = useState<File | null>(null);
  const transcribe = useMutation({
    mutationFn: async (audio: File) =>
      client.playground.transcribe.mutate({
        model,
        fileName: audio.name,
        contentType: audio.type || "application/octet-stream",
        audioBase64: await readBase64(audio),
      }),
  });
  const fault = file === null ? null : file.size > MAX_BYTES ? t("tooLarge") : file.size === 0 ? t("blank") : null;
  const missing = file === null ? t("missing") : fault;
  const run = () => {
    if (file) transcribe.mutate(file);
  };
  return (
    <PanelLayout settings={<ModelPicker />}>
      <CallForm onRun={run} canRun={missing === null && !transcribe.isPending}>
        <AudioInput file={file} onChange={setFile} fault={fault} />
        <RunBar label={t("run")} isPending={transcribe.isPending} missing={missing}>
          <CodeDialog
            draft={{
              type: "speech_to_text",
              input: { model, fileName: file?.name ?? "audio.wav", contentType: file?.type || "audio/wav" },
            }}
          />
        </RunBar>
      </CallForm>
      <CallOutput
        isPending={transcribe.isPending}
        error={transcribe.error}
        receipt={transcribe.data?.receipt ?? null}
        onRetry={run}
        icon={Mic}
        emptyText={t("empty")}
      >
        {transcribe.data ? (
          <div className="flex items-start gap-2">
            <p className="min-w-0 flex-1 text-sm leading-6 break-words whitespace-pre-wrap">
              {transcribe.data.text === "" ? t("noSpeech") : transcribe.data.text}
            </p>
            {transcribe.data.text === "" ? null : <CopyButton value={transcribe.data.text} label={t("copy")} />}
          </div>
        ) : null}
      </CallOutput>
    </PanelLayout>
  );
}
