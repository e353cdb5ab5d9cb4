"use client";

import { useTranslations } from "use-intl";
import type { DrillView } from "@/lib/contracts/drill";

/** What a drill is about, in words. */
export function useDrillNames(): (drill: DrillView) => { key: string; target: string; fault: string } {
  const t = useTranslations("drills");
  return ({ apiKeyName, profile, providerConfigName, model, fault, retryAfterSeconds }) => ({
    key: apiKeyName ?? t("gone"),
    target:
      profile === null ? [providerConfigName ?? t("gone"), model].filter(Boolean).join("/") : `profile:${profile}`,
    fault: retryAfterSeconds === null ? t(`faults.${fault}`) : `${t(`faults.${fault}`)}: ${retryAfterSeconds} s`,
  });
}
