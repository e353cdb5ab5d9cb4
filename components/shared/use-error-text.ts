"use client";

import { useLocale, useTranslations } from "use-intl";
import { ERRORS } from "@/lib/contracts/errors";
import { readSluiceError } from "./sluice-error";

/**
 * A sentence for people about a failed call. English shows the server's own words, which name the particulars; other languages show
 * the error table's sentence for the code.
 */
export function useErrorText(): (error: unknown) => string {
  const locale = useLocale();
  const t = useTranslations("states");
  return (error) => {
    const { code, message } = readSluiceError(error);
    if (code === null) return t("offline");
    return locale === "en" ? message : ERRORS[code][locale];
  };
}
