"use client";

import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { useState } from "react";
import { useFormState } from "react-hook-form";
import { useTranslations } from "use-intl";
import { TextField } from "@/components/shared/text-field";
import { cn } from "@/lib/cn";
import { type ConfigFormValues, LIMIT_KEYS } from "./config-form-values";

/** Name, priority and limits: folded away until wanted, or until one of them is at fault. */
export function AdvancedFields() {
  const t = useTranslations("providers.dialog");
  const [isWanted, setIsWanted] = useState(false);
  const { errors } = useFormState<ConfigFormValues>();
  const isFaulty = ["name", "priority", ...LIMIT_KEYS].some((key) => errors[key] !== undefined);
  const isOpen = isWanted || isFaulty;
  return (
    <Collapsible.Root open={isOpen} onOpenChange={setIsWanted} className="rounded-lg border">
      <Collapsible.Trigger className="flex min-h-9 w-full items-center gap-2 rounded-lg px-3 text-left text-[13px] outline-none hover:bg-accent focus-visible:ring-2 focus-visible:ring-ring">
        <ChevronRight
          className={cn("size-4 text-muted-foreground transition-transform", isOpen && "rotate-90")}
          aria-hidden
        />
        <span className="font-medium">{t("advanced")}</span>
        <span className="text-xs text-muted-foreground">{t("advancedHint")}</span>
      </Collapsible.Trigger>
      <Collapsible.Content className="flex flex-col gap-4 border-t p-3">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField name="name" label={t("name")} help={t("nameHelp")} />
          <TextField name="priority" label={t("priority")} help={t("priorityHelp")} inputMode="numeric" />
        </div>
        <div className="flex flex-col gap-2">
          <div className="grid gap-4 sm:grid-cols-3">
            {LIMIT_KEYS.map((key) => (
              <TextField key={key} name={key} label={t(key)} placeholder={t("noLimit")} inputMode="numeric" />
            ))}
          </div>
          <p className="text-xs text-muted-foreground">{t("limitsHelp")}</p>
        </div>
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
