"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { ErrorState } from "@/components/shared/error-state";
import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { type RouteQuestion, routeQuestion } from "@/lib/contracts/route-question";
import { ROUTE_FEATURES, ROUTE_STRATEGIES, type RouteFeature, type RouteStrategy } from "@/lib/contracts/routing";
import { PinRouteTest } from "./pin-route-test";
import { RouteAnswerView } from "./route-answer-view";

/** Stands for no strategy of one's own: an empty value is none to the select. */
const TENANTS = "tenant";

/** A call that is not made: the same engine says where it would go. */
export function DryRun() {
  const t = useTranslations("routing");
  const trpc = useTRPC();
  const id = useId();
  const [model, setModel] = useState("auto");
  const [taskType, setTaskType] = useState("");
  const [inputTokens, setInputTokens] = useState("1000");
  const [outputTokens, setOutputTokens] = useState("");
  const [features, setFeatures] = useState<readonly RouteFeature[]>([]);
  const [strategy, setStrategy] = useState<RouteStrategy | null>(null);
  const [byTask, setByTask] = useState(false);
  const [question, setQuestion] = useState<RouteQuestion | null>(null);
  const answer = useQuery(
    trpc.routing.dryRun.queryOptions(question ?? routeQuestion.parse({}), { enabled: question !== null }),
  );
  const first = answer.data?.error ? undefined : answer.data?.trace?.candidates[0];

  function ask(event: FormEvent): void {
    event.preventDefault();
    const tokens = Math.trunc(Number(inputTokens));
    const output = Math.trunc(Number(outputTokens));
    setQuestion(
      routeQuestion.parse({
        model: model.trim() || "auto",
        ...(taskType.trim() ? { taskType: taskType.trim().slice(0, 100) } : {}),
        byTask,
        features: [...features],
        ...(strategy ? { strategy } : {}),
        ...(output >= 1 ? { maxOutputTokens: Math.min(output, 10_000_000) } : {}),
        inputTokens: Number.isFinite(tokens) ? Math.min(Math.max(tokens, 0), 100_000_000) : 0,
      }),
    );
  }

  return (
    <div className="flex flex-col gap-5">
      <form onSubmit={ask} className="flex flex-wrap items-end gap-4">
        <span className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-model`}>{t("model")}</Label>
          <Input
            id={`${id}-model`}
            value={model}
            maxLength={365}
            aria-describedby={`${id}-help`}
            onChange={(event) => setModel(event.target.value)}
          />
        </span>
        <span className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-task`}>{t("task")}</Label>
          <Input
            id={`${id}-task`}
            value={taskType}
            maxLength={100}
            onChange={(event) => setTaskType(event.target.value)}
          />
        </span>
        <span className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-tokens`}>{t("inputTokens")}</Label>
          <Input
            id={`${id}-tokens`}
            inputMode="numeric"
            value={inputTokens}
            onChange={(event) => setInputTokens(event.target.value)}
          />
        </span>
        <span className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-output`}>{t("outputTokens")}</Label>
          <Input
            id={`${id}-output`}
            inputMode="numeric"
            value={outputTokens}
            placeholder={t("outputUsual")}
            onChange={(event) => setOutputTokens(event.target.value)}
          />
        </span>
        <span className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-strategy`}>{t("strategy")}</Label>
          <Select
            value={strategy ?? TENANTS}
            onValueChange={(value) => setStrategy(ROUTE_STRATEGIES.find((known) => known === value) ?? null)}
          >
            <SelectTrigger id={`${id}-strategy`}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              <SelectItem value={TENANTS}>{t("tenantStrategy")}</SelectItem>
              {ROUTE_STRATEGIES.map((each) => (
                <SelectItem key={each} value={each}>
                  {t(`strategies.${each}`)}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </span>
        <fieldset className="flex w-full flex-wrap items-center gap-x-5 gap-y-2">
          <legend className="mb-2 text-sm font-medium">{t("features")}</legend>
          {ROUTE_FEATURES.map((feature) => (
            <span key={feature} className="flex items-center gap-2">
              <Checkbox
                id={`${id}-${feature}`}
                checked={features.includes(feature)}
                onCheckedChange={(isOn) =>
                  setFeatures(isOn ? [...features, feature] : features.filter((each) => each !== feature))
                }
              />
              <Label htmlFor={`${id}-${feature}`} className="font-normal">
                {t(`featureNames.${feature}`)}
              </Label>
            </span>
          ))}
        </fieldset>
        <span className="flex h-9 items-center gap-2">
          <Switch id={`${id}-by-task`} checked={byTask} onCheckedChange={setByTask} />
          <Label htmlFor={`${id}-by-task`}>{t("byTask")}</Label>
        </span>
        <Button type="submit">{t("ask")}</Button>
      </form>
      <p id={`${id}-help`} className="text-xs text-muted-foreground">
        {t("modelHelp")}
      </p>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => answer.refetch()} /> : null}
      {question && answer.data ? (
        <>
          <RouteAnswerView answer={answer.data} />
          {first ? (
            <span>
              <PinRouteTest
                name={`${question.model}${question.taskType ? ` · ${question.taskType}` : ""} → ${first.model}`}
                question={question}
                expected={{ model: first.model, providerConfigName: null }}
              />
            </span>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
