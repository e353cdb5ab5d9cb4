"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { SettingsSection } from "./settings-section";

const FOREVER = "forever";
const CHOICES = [7, 30, 90, 180, 365, 730];

/** How long single requests are kept. Their figures always are. */
export function RetentionSection() {
  const t = useTranslations("settings.retention");
  const format = useFormatter();
  const errorText = useErrorText();
  const canWrite = usePermission("tenant.write");
  const trpc = useTRPC();
  const client = useQueryClient();
  const id = useId();
  const { data } = useQuery(trpc.usage.retention.queryOptions());
  const [chosen, setChosen] = useState<string | null>(null);
  const save = useMutation(
    trpc.usage.setRetention.mutationOptions({
      onSuccess: () => {
        setChosen(null);
        toast.success(t("saved"));
        return client.invalidateQueries(trpc.usage.retention.pathFilter());
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  const current = data?.days ?? null;
  const value = chosen ?? (current === null ? FOREVER : String(current));
  const days = value === FOREVER ? null : Number(value);
  const choices = current === null || CHOICES.includes(current) ? CHOICES : [...CHOICES, current].sort((a, b) => a - b);
  const isShorter = days !== null && (current === null || days < current);
  return (
    <SettingsSection title={t("title")} text={t("text")}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ days });
        }}
      >
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={id}>{t("label")}</Label>
          <Select value={value} onValueChange={setChosen} disabled={!canWrite.isAllowed || !data}>
            <SelectTrigger id={id} className="w-56" aria-describedby={`${id}-help`}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              <SelectItem value={FOREVER}>{t("forever")}</SelectItem>
              {choices.map((choice) => (
                <SelectItem key={choice} value={String(choice)}>
                  {t("days", { count: choice })}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
          <p id={`${id}-help`} className="text-xs text-muted-foreground">
            {data?.purgedBefore
              ? t("purged", { time: format.dateTime(data.purgedBefore, { dateStyle: "medium", timeStyle: "short" }) })
              : t("nothingPurged")}
          </p>
          {isShorter ? <p className="text-xs text-warning">{t("shorter")}</p> : null}
        </div>
        <GuardedButton
          type="submit"
          className="self-start"
          reason={canWrite.reason}
          disabled={chosen === null || days === current}
          isPending={save.isPending}
        >
          {t("save")}
        </GuardedButton>
      </form>
    </SettingsSection>
  );
}
