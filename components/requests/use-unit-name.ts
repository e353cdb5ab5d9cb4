"use client";

import { useTranslations } from "use-intl";
import type { Messages } from "@/lib/i18n/messages";

const UNITS = [
  "inputTokens",
  "cacheReadTokens",
  "cacheWrite5mTokens",
  "cacheWrite1hTokens",
  "inputAudioTokens",
  "outputTokens",
  "reasoningTokens",
  "outputAudioTokens",
  "outputImageTokens",
  "characters",
  "audioMs",
  "searches",
] as const satisfies readonly (keyof Messages["requests"]["units"])[];

/** A usage unit in words; one this console does not know keeps its own name. */
export function useUnitName(): (unit: string) => string {
  const t = useTranslations("requests.units");
  return (unit) => {
    const known = UNITS.find((each) => each === unit);
    return known ? t(known) : unit;
  };
}
