"use client";

import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { Button } from "@/components/ui/button";
import { MAX_MODELS_AT_ONCE } from "./use-model-changes";

export interface BulkBarProps {
  count: number;
  isPending: boolean;
  /** Why the reader may not switch models. */
  reason: string | null;
  onSetEnabled: (isEnabled: boolean) => void;
  onClear: () => void;
}

/** What can be done with the chosen rows. */
export function BulkBar({ count, isPending, reason, onSetEnabled, onClear }: BulkBarProps) {
  const t = useTranslations("models.bulk");
  const refusal = reason ?? (count > MAX_MODELS_AT_ONCE ? t("tooMany", { count: MAX_MODELS_AT_ONCE }) : null);
  return (
    <section
      aria-label={t("label")}
      className="sticky bottom-4 z-20 flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg border bg-popover px-3 py-2 shadow-lg"
    >
      <span role="status" className="pr-2 text-[13px] font-medium tabular-nums">
        {t("selected", { count })}
      </span>
      <GuardedButton
        variant="outline"
        size="sm"
        reason={refusal}
        disabled={isPending}
        onClick={() => onSetEnabled(true)}
      >
        {t("enable")}
      </GuardedButton>
      <GuardedButton
        variant="outline"
        size="sm"
        reason={refusal}
        disabled={isPending}
        onClick={() => onSetEnabled(false)}
      >
        {t("disable")}
      </GuardedButton>
      <Button variant="ghost" size="sm" onClick={onClear}>
        {t("clear")}
      </Button>
    </section>
  );
}
