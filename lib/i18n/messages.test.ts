import { expect, it } from "vitest";
import { LOCALES, pickLocale } from "./locale";
import { MESSAGES } from "./messages";

/** "shell.pages.home" → its text. */
function flatten(branch: object, prefix = ""): [string, string][] {
  return Object.entries(branch).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );
}

/** The names between braces, whatever their format. */
const argumentsOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]))].sort();

const english = new Map(flatten(MESSAGES.en));

it("says something in English", () => {
  expect(english.size).toBeGreaterThan(100);
});

it.each(LOCALES)("says everything in %s, and nothing twice over", (locale) => {
  const texts = new Map(flatten(MESSAGES[locale]));
  expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  expect([...texts].filter(([, text]) => text.trim() === "")).toEqual([]);
});

it.each(LOCALES)("names no argument in %s that English does not have", (locale) => {
  for (const [key, text] of flatten(MESSAGES[locale])) {
    const known = argumentsOf(english.get(key) ?? "");
    expect(
      argumentsOf(text).filter((name) => !known.includes(name)),
      key,
    ).toEqual([]);
  }
});

it("speaks the chosen language, else the browser's, else English", () => {
  expect(pickLocale("zh", "en-US")).toBe("zh");
  expect(pickLocale(undefined, "fr-FR, zh-CN;q=0.8, en;q=0.5")).toBe("zh");
  expect(pickLocale(undefined, "fr-FR")).toBe("en");
  expect(pickLocale("tlh", null)).toBe("en");
});
