"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { Button } from "@/components/ui/button";

/** What a page shows when rendering it failed. `digest` finds the error in the server's log. */
export function CrashNotice({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("shell");
  const states = useTranslations("states");
  return (
    <DataState
      headingLevel={1}
      role="alert"
      icon={TriangleAlert}
      title={t("crashTitle")}
      text={
        <>
          <p>{t("crashText")}</p>
          {error.digest ? (
            <p className="mt-1 text-xs">
              {t("reference")} <code className="font-mono">{error.digest}</code>
            </p>
          ) : null}
        </>
      }
      action={<Button onClick={reset}>{states("tryAgain")}</Button>}
    />
  );
}
