"use client";

import { useMutation } from "@tanstack/react-query";
import { AudioLines } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";
import { AudioResult } from "./audio-result";
import { CallForm } from "./call-form";
import { CallOutput } from "./call-output";
import { CodeDialog } from "./code-dialog";
import { useModelChoice } from "./model-gate";
import { ModelPicker } from "./model-picker";
import { PanelLayout } from "./panel-layout";
import { RunBar } from "./run-bar";

const MAX_CHARACTERS = 4_096;
/** OpenAI's voices, which many compatible servers know too; any other name can be typed. */
const VOICES = ["alloy", "ash", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer"];

export function SpeechPanel() {
  const t = useTranslations("playground.speech");
  const trpc = useTRPC();
  const id = useId();
  const { model } = useModelChoice();
  const [voice, setVoice] = useState("alloy");
  const [text, setText] = useState("");
  const speak = useMutation(trpc.playground.speak.mutationOptions());
  const run = () => speak.mutate({ model, input: text, voice: voice.trim() });
  const missing = text.trim() === "" ? t("missingText") : voice.trim() === "" ? t("missingVoice") : null;
  return (
    <PanelLayout
      settings={
        <>
          <ModelPicker />
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={`${id}-voice`}>{t("voice")}</Label>
            <Input
              id={`${id}-voice`}
              list={`${id}-voices`}
              autoComplete="off"
              value={voice}
              onChange={(event) => setVoice(event.target.value)}
              aria-describedby={`${id}-voice-hint`}
            />
            <datalist id={`${id}-voices`}>
              {VOICES.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
            <p id={`${id}-voice-hint`} className="text-xs text-muted-foreground">
              {t("voiceHint")}
            </p>
          </div>
        </>
      }
    >
      <CallForm onRun={run} canRun={missing === null && !speak.isPending}>
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-text`}>{t("text")}</Label>
          <Textarea
            id={`${id}-text`}
            value={text}
            maxLength={MAX_CHARACTERS}
            onChange={(event) => setText(event.target.value)}
            aria-describedby={`${id}-count`}
            className="min-h-32 resize-y"
          />
          <p id={`${id}-count`} className="text-xs text-muted-foreground tabular-nums">
            {t("characters", { count: text.length, maximum: MAX_CHARACTERS })}
          </p>
        </div>
        <RunBar label={t("run")} isPending={speak.isPending} missing={missing}>
          <Button variant="ghost" onClick={() => setText(t("example"))}>
            {t("useExample")}
          </Button>
          <CodeDialog
            draft={{ type: "tts", input: { model, input: text || t("example"), voice: voice.trim() || "alloy" } }}
          />
        </RunBar>
      </CallForm>
      <CallOutput
        isPending={speak.isPending}
        error={speak.error}
        receipt={speak.data?.receipt ?? null}
        onRetry={run}
        icon={AudioLines}
        emptyText={t("empty")}
      >
        {speak.data ? (
          <AudioResult
            text={speak.variables.input}
            contentType={speak.data.contentType}
            base64={speak.data.audioBase64}
          />
        ) : null}
      </CallOutput>
    </PanelLayout>
  );
}
