"use client";

import { GitCompareArrows } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { Button } from "@/components/ui/button";

/** Somebody else saved first: offers to load their version under what was typed here. */
export function ConflictNotice({ onReload }: { onReload: () => Promise<void> }) {
  const t = useTranslations("providers.dialog");
  const errorText = useErrorText();
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const reload = () => {
    setIsPending(true);
    onReload().catch((failure: unknown) => {
      setError(failure);
      setIsPending(false);
    });
  };
  return (
    <div role="alert" className="flex items-center gap-2.5 rounded-md bg-warning-soft px-3 py-2 text-[13px]">
      <GitCompareArrows className="size-4 shrink-0 text-warning" aria-hidden />
      <p className="flex-1">{error ? errorText(error) : t("conflict")}</p>
      <Button variant="outline" size="sm" isPending={isPending} onClick={reload}>
        {t("reload")}
      </Button>
    </div>
  );
}
