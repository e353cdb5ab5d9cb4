"use client";

import { Play } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";

interface RunBarProps {
  label: string;
  isPending: boolean;
  /** What is missing before the call can be made; null when nothing is. */
  missing: string | null;
  /** At the right, such as "View code". */
  children?: ReactNode;
}

/** The buttons under a form. Place it inside the `<form>`. */
export function RunBar({ label, isPending, missing, children }: RunBarProps) {
  const t = useTranslations("playground");
  return (
    <div className="flex flex-wrap items-center gap-2">
      <GuardedButton type="submit" isPending={isPending} reason={missing}>
        {isPending ? null : <Play aria-hidden />}
        {label}
      </GuardedButton>
      <span className="text-xs text-muted-foreground">{missing ?? t("runHint")}</span>
      <span className="ml-auto flex flex-wrap gap-2">{children}</span>
    </div>
  );
}
