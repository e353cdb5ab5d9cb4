"use client";

import { useLocale, useTranslations } from "use-intl";
import { ERRORS, type ErrorCode } from "@/lib/contracts/errors";
import type { ProviderConfigView } from "@/lib/contracts/provider-config";

/** Why a config does not serve, in the reader's language; null while it does. English carries the provider's own particulars. */
export function useStatusReason(): (config: ProviderConfigView) => string | null {
  const locale = useLocale();
  const t = useTranslations("providers.reasons");
  return (config) => {
    if (config.status === "ready") return null;
    if (locale === "en" && config.statusReason) return config.statusReason;
    if (config.status === "invalid") {
      const failed = config.lastVerification?.stages.find((stage) => stage.outcome === "failed");
      if (isErrorCode(failed?.code)) return ERRORS[failed.code][locale];
    }
    if (config.status === "no_models" && config.lastSyncedAt === null) return t("not_synced");
    return t(config.status);
  };
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(ERRORS, code);
}
