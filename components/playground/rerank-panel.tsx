"use client";

import { useMutation } from "@tanstack/react-query";
import { ListOrdered } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { CallForm } from "./call-form";
import { CallOutput } from "./call-output";
import { CodeDialog } from "./code-dialog";
import { useModelChoice } from "./model-gate";
import { ModelPicker } from "./model-picker";
import { PanelLayout } from "./panel-layout";
import { RerankResult } from "./rerank-result";
import { RunBar } from "./run-bar";
import { filledTexts, TextList, toEntries } from "./text-list";

const MAX_DOCUMENTS = 30;

export function RerankPanel() {
  const t = useTranslations("playground.rerank");
  const trpc = useTRPC();
  const queryId = useId();
  const { model } = useModelChoice();
  const [query, setQuery] = useState("");
  const [entries, setEntries] = useState(() => [
    { id: "first", text: "" },
    { id: "second", text: "" },
  ]);
  const rerank = useMutation(trpc.playground.rerank.mutationOptions());
  const documents = filledTexts(entries);
  const run = () => rerank.mutate({ model, query, documents });
  const missing = query.trim() === "" ? t("missingQuery") : documents.length === 0 ? t("missingDocuments") : null;
  const examples = [t("examples.first"), t("examples.second"), t("examples.third")];
  const fillExample = () => {
    setQuery(t("examples.query"));
    setEntries(toEntries(examples));
  };
  return (
    <PanelLayout settings={<ModelPicker />}>
      <CallForm onRun={run} canRun={missing === null && !rerank.isPending}>
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={queryId}>{t("query")}</Label>
          <Input id={queryId} autoComplete="off" value={query} onChange={(event) => setQuery(event.target.value)} />
        </div>
        <TextList
          label={t("documents")}
          nameOf={(number) => t("document", { number })}
          addLabel={t("add")}
          entries={entries}
          onChange={setEntries}
          minimum={1}
          maximum={MAX_DOCUMENTS}
        />
        <RunBar label={t("run")} isPending={rerank.isPending} missing={missing}>
          <Button variant="ghost" onClick={fillExample}>
            {t("useExample")}
          </Button>
          <CodeDialog
            draft={{
              type: "rerank",
              input:
                missing === null
                  ? { model, query, documents }
                  : { model, query: t("examples.query"), documents: examples },
            }}
          />
        </RunBar>
      </CallForm>
      <CallOutput
        isPending={rerank.isPending}
        error={rerank.error}
        receipt={rerank.data?.receipt ?? null}
        onRetry={run}
        icon={ListOrdered}
        emptyText={t("empty")}
      >
        {rerank.data ? <RerankResult documents={rerank.variables.documents} ranking={rerank.data.ranking} /> : null}
      </CallOutput>
    </PanelLayout>
  );
}
