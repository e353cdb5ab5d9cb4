"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useEffect, useState } from "react";
import { useFormContext } from "react-hook-form";
import { useFormatter, useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { BACKTEST_DAYS } from "@/lib/contracts/alert";
import { type RuleForm, toCondition } from "./rule-form-values";
import { useAlertFormat } from "./use-alert-format";

const SETTLE_MS = 500;
const MOST_SHOWN = 3;

/** "Would have fired 3 times in 30 days", for the condition as it stands in the form. */
export function BacktestPreview() {
  const t = useTranslations("alerts");
  const format = useFormatter();
  const { value, span } = useAlertFormat();
  const errorText = useErrorText();
  const trpc = useTRPC();
  const { watch } = useFormContext<RuleForm>();
  const condition = useSettled(JSON.stringify(toCondition(watch()) ?? null));
  const parsed: ReturnType<typeof toCondition> | null = JSON.parse(condition);
  const asked = parsed ?? { metric: "spend" as const, threshold: "0", windowMinutes: 5 };
  const { data, error, isFetching } = useQuery({
    ...trpc.alerts.backtest.queryOptions(asked),
    enabled: parsed !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const sentence = !parsed
    ? t("backtestIncomplete")
    : error
      ? errorText(error)
      : data
        ? t("backtest", { count: data.firedCount, days: BACKTEST_DAYS })
        : t("backtestRunning");
  return (
    <section
      aria-label={t("preview")}
      aria-busy={isFetching}
      className="flex gap-2 rounded-md border bg-muted/50 px-3 py-2 text-[13px]"
    >
      <History className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden />
      <div className="flex min-w-0 flex-col gap-1">
        <p role="status" className="font-medium">
          {sentence}
        </p>
        {parsed && data && !error ? (
          <>
            <p className="text-xs text-muted-foreground">
              {data.highest === null
                ? t("backtestNothing")
                : t("backtestHighest", { value: value(parsed.metric, data.highest), span: span(data.stepMinutes) })}
            </p>
            {data.fired.length > 0 ? (
              <ul className="list-disc pl-4 text-xs text-muted-foreground">
                {data.fired.slice(-MOST_SHOWN).map((fired) => (
                  <li key={fired.openedAt.toISOString()}>
                    {format.dateTime(fired.openedAt, { dateStyle: "medium", timeStyle: "short" })}:{" "}
                    {value(parsed.metric, fired.value)}
                  </li>
                ))}
              </ul>
            ) : null}
          </>
        ) : null}
      </div>
    </section>
  );
}

/** The text once it has stood still for a moment, so that not every letter asks the database. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
