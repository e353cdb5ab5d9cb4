"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "./copy-button";
import { DataState } from "./data-state";
import { Denied } from "./denied";
import { readSluiceError } from "./sluice-error";
import { useErrorText } from "./use-error-text";

/** A load that failed: what happened, a way to try again, and the id to quote. A refusal shows as `Denied`. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations("states");
  const errorText = useErrorText();
  const { code, message, requestId } = readSluiceError(error);
  if (code === "forbidden") return <Denied />;
  const details = [code, message, requestId].filter(Boolean).join("\n");
  return (
    <DataState
      role="alert"
      icon={TriangleAlert}
      title={t("errorTitle")}
      text={
        <>
          <p>{errorText(error)}</p>
          {requestId ? (
            <p className="mt-1 text-xs">
              {t("requestId")} <code className="font-mono">{requestId}</code>
            </p>
          ) : null}
        </>
      }
      action={
        <>
          <Button variant="outline" onClick={onRetry}>
            {t("tryAgain")}
          </Button>
          <CopyButton value={details} label={t("copyDetails")} hasText />
        </>
      }
    />
  );
}
