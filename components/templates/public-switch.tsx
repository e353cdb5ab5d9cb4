"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useErrorText } from "@/components/shared/use-error-text";
import { useTRPC } from "@/components/trpc/client";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import type { TemplateSummary } from "@/lib/contracts/template";

export interface PublicSwitchProps {
  template: TemplateSummary;
  isPublic: boolean;
  onChange: (isPublic: boolean) => void;
}

/** For operators: whether every organization may read and use this version. Holds at once, apart from the rest of the form. */
export function PublicSwitch({ template: { id, version }, isPublic, onChange }: PublicSwitchProps) {
  const t = useTranslations("templates");
  const switchId = useId();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const publish = useMutation(
    trpc.templates.setPublic.mutationOptions({
      onSuccess: (saved) => {
        onChange(saved.isPublic);
        toast.success(saved.isPublic ? t("published", { version }) : t("unpublished", { version }));
      },
      onError: (error) => void toast.error(errorText(error)),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.templates.pathKey() }),
    }),
  );
  return (
    <div className="flex items-start justify-between gap-6 rounded-md border px-3 py-2">
      <div className="flex flex-col gap-1">
        <Label htmlFor={switchId}>{t("publicLabel", { version })}</Label>
        <p id={`${switchId}-help`} className="text-xs text-muted-foreground">
          {t("publicHelp")}
        </p>
      </div>
      <Switch
        id={switchId}
        checked={isPublic}
        disabled={publish.isPending}
        aria-describedby={`${switchId}-help`}
        onCheckedChange={(next) => publish.mutate({ id, isPublic: next })}
      />
    </div>
  );
}
