/** The languages of the console. The first is the one spoken when nobody asked for another. */
export const LOCALES = ["en", "zh"] as const;
export type Locale = (typeof LOCALES)[number];

/** Holds the language a person chose; without it the browser's own preference decides. */
export const LOCALE_COOKIE = "sluice-locale";

/** The language to speak: what was chosen, else the first we know in an `Accept-Language` header, else English. */
export function pickLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  const known = LOCALES.find((locale) => locale === chosen);
  if (known) return known;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((entry) => {
      const [tag = "", ...parameters] = entry.trim().toLowerCase().split(";");
      const quality = Number(
        parameters
          .find((parameter) => parameter.trim().startsWith("q="))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { language: tag.split("-")[0], quality };
    })
    .sort((left, right) => right.quality - left.quality);
  for (const { language, quality } of wanted) {
    const spoken = LOCALES.find((locale) => locale === language);
    if (spoken && quality > 0) return spoken;
  }
  return LOCALES[0];
}
