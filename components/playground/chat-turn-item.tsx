"use client";

import { CircleStop, RotateCcw, Scissors } from "lucide-react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/shared/copy-button";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { AnswerAnnouncer } from "./answer-announcer";
import { AnswerText } from "./answer-text";
import { CallFailureNote } from "./call-failure-note";
import { CallReceiptLine } from "./call-receipt-line";
import type { ChatTurn } from "./chat-turns";

interface ChatTurnItemProps {
  turn: ChatTurn;
  /** Only the last answer can be asked for again. */
  onRegenerate: (() => void) | null;
}

export function ChatTurnItem({ turn, onRegenerate }: ChatTurnItemProps) {
  const t = useTranslations("playground.chat");
  const { state, text, reasoning, finishReason, receipt, failure } = turn.answer;
  const isStreaming = state === "streaming";
  return (
    <li className="flex flex-col gap-4">
      <section aria-label={t("you")} className="ml-auto max-w-[85%] rounded-lg bg-secondary px-3.5 py-2">
        <p className="text-sm leading-6 break-words whitespace-pre-wrap">{turn.question}</p>
      </section>
      <section aria-label={t("answer")} aria-busy={isStreaming} className="flex flex-col gap-2.5">
        {reasoning === "" ? null : (
          <details className="text-[13px] text-muted-foreground">
            <summary className="min-h-6 w-fit cursor-pointer rounded-sm">{t("reasoning")}</summary>
            <p className="border-l-2 py-1 pl-3 break-words whitespace-pre-wrap">{reasoning}</p>
          </details>
        )}
        {text === "" ? null : <AnswerText text={text} />}
        {isStreaming && text === "" ? (
          <p role="status" className="animate-pulse text-[13px] text-muted-foreground">
            {t("waiting")}
          </p>
        ) : null}
        <AnswerAnnouncer text={text} isComplete={!isStreaming} />
        {failure ? <CallFailureNote failure={failure} onRetry={onRegenerate ?? undefined} /> : null}
        {state === "stopped" ? (
          <p className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
            <Badge variant="warning">
              <CircleStop aria-hidden />
              {t("stopped")}
            </Badge>
            {t("stoppedHint")}
          </p>
        ) : null}
        {finishReason === "length" ? (
          <p className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
            <Badge variant="warning">
              <Scissors aria-hidden />
              {t("cut")}
            </Badge>
            {t("cutHint")}
          </p>
        ) : null}
        {receipt ? <CallReceiptLine receipt={receipt} /> : null}
        {isStreaming ? null : (
          <div className="-ml-1.5 flex gap-1">
            {text === "" ? null : <CopyButton value={text} label={t("copyAnswer")} />}
            {onRegenerate && !failure ? (
              <Button variant="ghost" size="sm" onClick={onRegenerate}>
                <RotateCcw aria-hidden />
                {t("regenerate")}
              </Button>
            ) : null}
          </div>
        )}
      </section>
    </li>
  );
}
