"use client";

import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { useState } from "react";
import { useFormContext, useFormState } from "react-hook-form";
import { useTranslations } from "use-intl";
import { FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
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
          <PlainField name="name" label={t("name")} help={t("nameHelp")} />
          <PlainField name="priority" label={t("priority")} help={t("priorityHelp")} isNumber />
        </div>
        <div className="flex flex-col gap-2">
          <div className="grid gap-4 sm:grid-cols-3">
            {LIMIT_KEYS.map((key) => (
              <PlainField key={key} name={key} label={t(key)} placeholder={t("noLimit")} isNumber />
            ))}
          </div>
          <p className="text-xs text-muted-foreground">{t("limitsHelp")}</p>
        </div>
      </Collapsible.Content>
    </Collapsible.Root>
  );
}

interface PlainFieldProps {
  name: string;
  label: string;
  help?: string;
  placeholder?: string;
  isNumber?: boolean;
}

function PlainField({ name, label, help, placeholder, isNumber = false }: PlainFieldProps) {
  const { control } = useFormContext<ConfigFormValues>();
  return (
    <FormField
      control={control}
      name={name}
      render={({ field }) => (
        <FormItem>
          <FormLabel>{label}</FormLabel>
          <FormControl>
            <Input
              {...field}
              placeholder={placeholder}
              inputMode={isNumber ? "numeric" : undefined}
              autoComplete="off"
            />
          </FormControl>
          <FormDescription className="empty:hidden">{help}</FormDescription>
          <FormMessage />
        </FormItem>
      )}
    />
  );
}
