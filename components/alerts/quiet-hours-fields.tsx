"use client";

import { useId } from "react";
import { useFormContext } from "react-hook-form";
import { useTranslations } from "use-intl";
import { useSession } from "@/components/shared/session";
import { TextField } from "@/components/shared/text-field";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import type { RuleForm } from "./rule-form-values";

/** From when to when only the console tells. */
export function QuietHoursFields() {
  const t = useTranslations("alerts");
  const switchId = useId();
  const { tenant } = useSession();
  const { watch, setValue } = useFormContext<RuleForm>();
  const isOn = watch("hasQuietHours");
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <Switch id={switchId} checked={isOn} onCheckedChange={(next) => setValue("hasQuietHours", next)} />
        <Label htmlFor={switchId}>{t("quietHours")}</Label>
      </div>
      {isOn ? (
        <>
          <div className="grid grid-cols-2 gap-4">
            <TextField name="quietFrom" type="time" label={t("quietFrom")} />
            <TextField name="quietTo" type="time" label={t("quietTo")} />
          </div>
          <p className="text-xs text-muted-foreground">{t("quietHelp", { zone: tenant.timeZone })}</p>
        </>
      ) : null}
    </div>
  );
}
