"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";

export interface SaveWithoutTestProps {
  isPending: boolean;
  isDisabled: boolean;
  onSave: () => void;
}

/** The second way out of the form, with what it means said before it is taken. */
export function SaveWithoutTest({ isPending, isDisabled, onSave }: SaveWithoutTestProps) {
  const t = useTranslations("providers.dialog");
  const hintId = useId();
  return (
    <>
      <Tooltip>
        <TooltipTrigger asChild>
          <Button
            variant="ghost"
            className="sm:mr-auto"
            isPending={isPending}
            disabled={isDisabled}
            aria-describedby={hintId}
            onClick={onSave}
          >
            {t("saveWithoutTest")}
          </Button>
        </TooltipTrigger>
        <TooltipContent>{t("saveWithoutTestHint")}</TooltipContent>
      </Tooltip>
      <span id={hintId} className="sr-only">
        {t("saveWithoutTestHint")}
      </span>
    </>
  );
}
