"use client";

import { useFormatter, useTranslations } from "use-intl";

/** How the server marks a price that the organization has set itself. */
export const TENANT_PRICE_SOURCE = "tenant override";

/** Who says what a model costs, and as of when, in the reader's language. */
export function usePriceSource(): (source: string | null) => string {
  const t = useTranslations("models.price");
  const format = useFormatter();
  return (source) => {
    if (source === null) return t("sources.unknown");
    if (source === TENANT_PRICE_SOURCE) return t("sources.tenant");
    if (source === "self-hosted") return t("sources.selfHosted");
    const dated = /^(.*\S)\s+(\d{4}-\d{2}-\d{2})$/.exec(source);
    if (!dated) return source;
    const [, who = "", day = ""] = dated;
    // A day has no zone: read as UTC and shown as UTC it stays that day.
    const date = format.dateTime(new Date(`${day}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
    return t("sourceOf", { source: who === "catalog" ? t("sources.catalog") : who, date });
  };
}
