"use client";

import { useMutation } from "@tanstack/react-query";
import { Binary } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { CallForm } from "./call-form";
import { CallOutput } from "./call-output";
import { CodeDialog } from "./code-dialog";
import { EmbeddingResult } from "./embedding-result";
import { useModelChoice } from "./model-gate";
import { ModelPicker } from "./model-picker";
import { PanelLayout } from "./panel-layout";
import { RunBar } from "./run-bar";
import { filledTexts, TextList, toEntries } from "./text-list";

const MAX_TEXTS = 12;

export function EmbeddingPanel() {
  const t = useTranslations("playground.embedding");
  const trpc = useTRPC();
  const { model } = useModelChoice();
  const [entries, setEntries] = useState(() => [
    { id: "first", text: "" },
    { id: "second", text: "" },
  ]);
  const embed = useMutation(trpc.playground.embed.mutationOptions());
  const input = filledTexts(entries);
  const run = () => embed.mutate({ model, input });
  const missing = input.length === 0 ? t("missing") : null;
  const examples = [t("examples.first"), t("examples.second"), t("examples.third")];
  return (
    <PanelLayout settings={<ModelPicker />}>
      <CallForm onRun={run} canRun={missing === null && !embed.isPending}>
        <TextList
          label={t("texts")}
          nameOf={(number) => t("text", { number })}
          addLabel={t("add")}
          entries={entries}
          onChange={setEntries}
          minimum={1}
          maximum={MAX_TEXTS}
        />
        <RunBar label={t("run")} isPending={embed.isPending} missing={missing}>
          <Button variant="ghost" onClick={() => setEntries(toEntries(examples))}>
            {t("useExample")}
          </Button>
          <CodeDialog
            draft={{ type: "text_embedding", input: { model, input: input.length > 0 ? input : examples } }}
          />
        </RunBar>
      </CallForm>
      <CallOutput
        isPending={embed.isPending}
        error={embed.error}
        receipt={embed.data?.receipt ?? null}
        onRetry={run}
        icon={Binary}
        emptyText={t("empty")}
      >
        {embed.data ? <EmbeddingResult texts={embed.variables.input} result={embed.data} /> : null}
      </CallOutput>
    </PanelLayout>
  );
}
