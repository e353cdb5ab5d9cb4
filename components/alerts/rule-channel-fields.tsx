"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useFormContext } from "react-hook-form";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/trpc/client";
import { Checkbox } from "@/components/ui/checkbox";
import { Label } from "@/components/ui/label";
import type { RuleForm } from "./rule-form-values";

/** Where the rule tells, beside the console. */
export function RuleChannelFields() {
  const t = useTranslations("alerts");
  const baseId = useId();
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.alertChannels.list.queryOptions());
  const { watch, setValue } = useFormContext<RuleForm>();
  const chosen = watch("channelIds");
  const toggle = (id: string, isOn: boolean) =>
    setValue("channelIds", isOn ? [...chosen, id] : chosen.filter((each) => each !== id));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-2 text-[13px] font-medium">{t("tells")}</legend>
      <p className="text-xs text-muted-foreground">{data.channels.length === 0 ? t("noChannels") : t("tellsHelp")}</p>
      {data.channels.map((channel) => (
        <div key={channel.id} className="flex items-center gap-2">
          <Checkbox
            id={`${baseId}-${channel.id}`}
            checked={chosen.includes(channel.id)}
            onCheckedChange={(isOn) => toggle(channel.id, isOn === true)}
          />
          <Label htmlFor={`${baseId}-${channel.id}`} className="font-normal">
            {channel.name} <span className="text-muted-foreground">{channel.shown}</span>
          </Label>
        </div>
      ))}
    </fieldset>
  );
}
