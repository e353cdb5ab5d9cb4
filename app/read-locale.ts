import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { LOCALE_COOKIE, type Locale, pickLocale } from "@/lib/i18n/locale";

/** The language of the page being rendered. */
export const readLocale = cache(async (): Promise<Locale> => {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return pickLocale(chosen, (await headers()).get("accept-language"));
});
