"use client";

import { CircleAlert, RotateCcw } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { readSluiceError } from "@/components/shared/sluice-error";
import { Button } from "@/components/ui/button";
import { ERRORS, type ErrorCode } from "@/lib/contracts/errors";
import { RequestLink } from "./call-receipt-line";
import type { CallFailure } from "./chat-turns";

/** A thrown error as the note takes it. */
export function toCallFailure(error: unknown): CallFailure {
  const { code, message, requestId } = readSluiceError(error);
  return { code, message, requestId };
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

/** A call that failed: its code, what happened, and the request to look into. */
export function CallFailureNote({ failure, onRetry }: { failure: CallFailure; onRetry?: () => void }) {
  const t = useTranslations("playground");
  const states = useTranslations("states");
  const locale = useLocale();
  const { code, message, requestId } = failure;
  const general = code !== null && isErrorCode(code) ? ERRORS[code][locale] : null;
  const sentence = code === null ? states("offline") : locale === "en" ? message : (general ?? message);
  return (
    <div role="alert" className="flex gap-2 rounded-md border border-danger/30 bg-danger-soft px-3 py-2 text-[13px]">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="break-words text-danger">{sentence}</p>
        {locale !== "en" && code !== null && message !== sentence ? (
          <p lang="en" className="text-xs break-words text-foreground/80">
            {message}
          </p>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
          {code === null ? null : <code className="font-mono text-foreground/80">{code}</code>}
          {requestId === null ? null : <RequestLink requestId={requestId} />}
          {onRetry ? (
            <Button variant="outline" size="sm" onClick={onRetry}>
              <RotateCcw aria-hidden />
              {t("tryAgain")}
            </Button>
          ) : null}
        </div>
      </div>
    </div>
  );
}
