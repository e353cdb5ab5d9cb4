"use client";

import { ArrowUp, Square } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";

interface ComposerProps {
  value: string;
  onChange: (value: string) => void;
  isStreaming: boolean;
  /** Why nothing can be sent now; null when it can. */
  blockedReason: string | null;
  onSend: () => void;
  onStop: () => void;
}

/** Enter sends, Shift+Enter starts a line; the field keeps the focus throughout. */
export function Composer({ value, onChange, isStreaming, blockedReason, onSend, onStop }: ComposerProps) {
  const t = useTranslations("playground.chat");
  const id = useId();
  const canSend = !isStreaming && value.trim() !== "" && blockedReason === null;
  const handleKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that confirms a word of an input method is not meant for us.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (canSend) onSend();
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="sr-only">
        {t("message")}
      </label>
      <div className="relative">
        <Textarea
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={handleKey}
          placeholder={t("messagePlaceholder")}
          aria-describedby={`${id}-hint`}
          className="block field-sizing-content max-h-64 min-h-20 resize-none pr-12 pb-10"
        />
        <div className="absolute right-2 bottom-2">
          {isStreaming ? (
            <Button variant="secondary" size="icon" aria-label={t("stop")} title={t("stop")} onClick={onStop}>
              <Square className="fill-current" aria-hidden />
            </Button>
          ) : (
            <Button size="icon" aria-label={t("send")} title={t("send")} disabled={!canSend} onClick={onSend}>
              <ArrowUp aria-hidden />
            </Button>
          )}
        </div>
      </div>
      <p id={`${id}-hint`} className={blockedReason ? "text-xs text-danger" : "text-xs text-muted-foreground"}>
        {blockedReason ?? t("sendHint")}
      </p>
    </div>
  );
}
