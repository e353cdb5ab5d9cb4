"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { CostInterval } from "@/components/configuration/cost-interval";
import { Money } from "@/components/shared/money";
import { RelativeTime } from "@/components/shared/relative-time";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Label } from "@/components/ui/label";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { Textarea } from "@/components/ui/textarea";
import { INPUT_VARIABLE, type ProcessorView, type RunView } from "@/lib/contracts/processor";
import { type RunState, useRun } from "./use-run";

/** Some four characters a token: only while the provider has not yet counted. */
const CHARACTERS_PER_TOKEN = 4;

export function RunDialog({ processor, onClose }: { processor: ProcessorView; onClose: () => void }) {
  const t = useTranslations("configuration.processors");
  const inputId = useId();
  const [input, setInput] = useState("");
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const { start, stop, ...run } = useRun(processor.name);
  const { template } = processor;
  const hasInput = !template || template.variables.includes(INPUT_VARIABLE);
  const names = template ? template.variables.filter((name) => name !== INPUT_VARIABLE) : [];
  const isReady = (!hasInput || input.trim() !== "") && names.every((name) => values[name]);
  const variables = Object.fromEntries(names.map((name) => [name, values[name] ?? ""]));
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-3xl">
        <DialogHeader>
          <DialogTitle>{t("runTitle", { name: processor.name })}</DialogTitle>
          <DialogDescription>{t("runText")}</DialogDescription>
        </DialogHeader>
        {template ? (
          <p className="text-[13px]">{t("madeOf", { name: template.name, version: template.version })}</p>
        ) : null}
        {names.map((name) => (
          <VariableField
            key={name}
            name={name}
            value={values[name] ?? ""}
            onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
          />
        ))}
        {hasInput ? (
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={inputId}>{t("input")}</Label>
            <Textarea id={inputId} rows={4} value={input} onChange={(event) => setInput(event.target.value)} />
          </div>
        ) : null}
        <div className="flex flex-wrap items-center justify-between gap-3 text-[13px]">
          <span className="flex items-baseline gap-2">
            <span className="text-muted-foreground">{t("expected")}</span>
            <CostInterval estimate={processor.estimate} />
          </span>
          {run.isRunning ? (
            <Button variant="outline" onClick={stop}>
              {t("stop")}
            </Button>
          ) : (
            <Button disabled={!isReady} onClick={() => void start(hasInput ? input : "", variables)}>
              {t("start")}
            </Button>
          )}
        </div>
        <RunAnswer run={run} processor={processor} />
        <RunHistory name={processor.name} />
      </DialogContent>
    </Dialog>
  );
}

interface VariableFieldProps {
  name: string;
  value: string;
  onChange: (value: string) => void;
}

/** The value of one variable of the template. */
function VariableField({ name, value, onChange }: VariableFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id} className="font-mono text-xs">
        {name}
      </Label>
      <Textarea id={id} rows={2} value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}

function RunAnswer({ run, processor }: { run: RunState; processor: ProcessorView }) {
  const t = useTranslations("configuration.processors");
  const format = useFormatter();
  const { text, isRunning, receipt, error } = run;
  if (!text && !isRunning && !error) return null;
  const soFar = Math.ceil(text.length / CHARACTERS_PER_TOKEN);
  const { highNanoUsd, outputTokens } = processor.estimate;
  // The dear end of the estimate, as far as the answer has come.
  const dear = highNanoUsd === null ? null : BigInt(highNanoUsd);
  const cost =
    dear === null ? null : (dear * BigInt(Math.min(soFar, outputTokens[1]))) / BigInt(Math.max(1, outputTokens[1]));
  return (
    <section aria-label={t("answer")} className="flex flex-col gap-2 rounded-md border p-3 text-[13px]">
      {error ? (
        <p role="alert" className="text-danger">
          {error}
        </p>
      ) : null}
      <p className="max-h-60 overflow-y-auto whitespace-pre-wrap">{text}</p>
      <p role="status" className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
        {receipt ? (
          <>
            {t("result", {
              model: receipt.model,
              input: format.number(receipt.inputTokens),
              output: format.number(receipt.outputTokens),
            })}
            <Money nanoUsd={receipt.costNanoUsd} isPriced={receipt.isPriced} />
          </>
        ) : isRunning ? (
          <>
            {t("working", { tokens: format.number(soFar) })}
            {cost === null ? <Money nanoUsd="0" isPriced={false} /> : <Money nanoUsd={cost} />}
          </>
        ) : null}
      </p>
    </section>
  );
}

const TONES = { running: "info", succeeded: "success", failed: "danger", cancelled: "neutral" } as const;

function RunHistory({ name }: { name: string }) {
  const t = useTranslations("configuration.processors");
  const format = useFormatter();
  const trpc = useTRPC();
  const { data: runs } = useQuery(trpc.processors.runs.queryOptions({ name }));
  if (!runs) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-[13px] font-semibold">{t("history")}</h3>
      {runs.length === 0 ? (
        <p className="text-[13px] text-muted-foreground">{t("noRuns")}</p>
      ) : (
        <Table aria-label={t("history")}>
          <TableHeader>
            <TableRow>
              <TableHead>{t("started")}</TableHead>
              <TableHead>{t("status")}</TableHead>
              <TableHead>{t("model")}</TableHead>
              <TableHead className="text-right">{t("tokens")}</TableHead>
              <TableHead className="text-right">{t("expected")}</TableHead>
              <TableHead className="text-right">{t("cost")}</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {runs.slice(0, 10).map((run) => (
              <TableRow key={run.id}>
                <TableCell>
                  <RelativeTime date={run.startedAt} />
                </TableCell>
                <TableCell>
                  <Badge variant={TONES[run.status]} title={run.errorMessage ?? undefined}>
                    {t(`statuses.${run.status}`)}
                  </Badge>
                </TableCell>
                <TableCell>
                  {run.modelServed ?? "–"}
                  {run.template ? (
                    <div className="text-xs text-muted-foreground">
                      {t("madeOf", { name: run.template.name, version: run.template.version })}
                    </div>
                  ) : null}
                </TableCell>
                <TableCell className="text-right tabular-nums">
                  {format.number((run.promptTokens ?? 0) + (run.completionTokens ?? 0))}
                </TableCell>
                <TableCell className="text-right">
                  <Expected run={run} />
                </TableCell>
                <TableCell className="text-right">
                  {run.costNanoUsd === null ? "–" : <Money nanoUsd={run.costNanoUsd} />}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  );
}

function Expected({ run: { estimateLowNanoUsd, estimateHighNanoUsd } }: { run: RunView }) {
  if (estimateLowNanoUsd === null || estimateHighNanoUsd === null) return "–";
  return (
    <>
      <Money nanoUsd={estimateLowNanoUsd} /> – <Money nanoUsd={estimateHighNanoUsd} />
    </>
  );
}
