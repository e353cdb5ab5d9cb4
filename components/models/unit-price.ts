import type { ModelType } from "@/lib/contracts/model-type";
import { formatNanoUsd, parseUsd } from "@/lib/contracts/money";
import type { TenantModelView } from "@/lib/contracts/tenant-model";
import type { Messages } from "@/lib/i18n/messages";

export type PricedUnit = keyof Messages["models"]["price"]["units"];
export type PriceScale = keyof Messages["models"]["price"]["scales"];

/** The units that matter first for each type; an embedding has no output to price. */
export const MAIN_UNITS: Record<ModelType, readonly PricedUnit[]> = {
  llm: ["inputTokens", "outputTokens"],
  text_embedding: ["inputTokens"],
  rerank: ["searches", "inputTokens"],
  tts: ["characters", "inputTokens", "outputAudioTokens"],
  speech_to_text: ["audioMs", "inputAudioTokens", "outputTokens"],
};

/** Further units that some vendors charge for. */
export const MORE_UNITS: Record<ModelType, readonly PricedUnit[]> = {
  llm: [
    "cacheReadTokens",
    "cacheWrite5mTokens",
    "cacheWrite1hTokens",
    "reasoningTokens",
    "inputAudioTokens",
    "outputAudioTokens",
    "outputImageTokens",
    "searches",
  ],
  text_embedding: [],
  rerank: [],
  tts: ["outputTokens"],
  speech_to_text: ["inputTokens"],
};

/** A price as people quote it: tokens and characters per million, audio per minute, searches per thousand. */
export interface QuotedPrice {
  /** Exact, in USD, with a `$`. */
  amount: string;
  scale: PriceScale;
}

/** USD per million units as people quote that unit; null for text that is not a price. Exact: whole nano-dollars are scaled. */
export function quotePrice(unit: string, usdPerMillion: string, locale: string): QuotedPrice | null {
  const nano = parseUsd(usdPerMillion);
  if (nano === undefined) return null;
  const [scaled, scale]: [bigint, PriceScale] =
    unit === "audioMs"
      ? [(nano * 60_000n) / 1_000_000n, "minute"]
      : unit === "searches"
        ? [nano / 1_000n, "thousand"]
        : [nano, unit === "characters" ? "characters" : "million"];
  return { amount: `$${withCents(formatNanoUsd(scaled, locale))}`, scale };
}

/** The prices of the units that matter for the type, those first that stand in the table. */
export function mainPrices(
  model: Pick<TenantModelView, "type" | "pricesPerMillion">,
  locale: string,
): (QuotedPrice & { unit: PricedUnit })[] {
  const prices = model.pricesPerMillion ?? {};
  return MAIN_UNITS[model.type].flatMap((unit) => {
    const decimal = prices[unit];
    const quoted = decimal === undefined ? null : quotePrice(unit, decimal, locale);
    return quoted ? [{ ...quoted, unit }] : [];
  });
}

/** Whether every unit is explicitly free. An absent price is not. */
export function isFree(prices: TenantModelView["pricesPerMillion"]): boolean {
  const decimals = Object.values(prices ?? {});
  return decimals.length > 0 && decimals.every((decimal) => parseUsd(decimal) === 0n);
}

function withCents(amount: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}

export function isPricedUnit(unit: string): unit is PricedUnit {
  return [...Object.values(MAIN_UNITS), ...Object.values(MORE_UNITS)].some((units) =>
    units.some((known) => known === unit),
  );
}
