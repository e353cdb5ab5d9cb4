"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { Combobox, type ComboboxProps } from "@/components/ui/combobox";
import { zoneGroups } from "./zone-groups";

type TimeZoneFieldProps = Omit<ComboboxProps, "groups" | "placeholder" | "searchPlaceholder" | "emptyText">;

export function TimeZoneField(props: TimeZoneFieldProps) {
  const t = useTranslations("settings");
  const groups = useMemo(() => zoneGroups(props.value), [props.value]);
  return (
    <Combobox
      groups={groups}
      placeholder={t("timeZone")}
      searchPlaceholder={t("searchZone")}
      emptyText={t("noZone")}
      {...props}
    />
  );
}
