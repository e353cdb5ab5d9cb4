import type { CatalogTier, ModelData } from "@/server/gateway/catalog/define-catalog";
import { scalePrices } from "@/server/gateway/catalog/scale-prices";

/** Input, cached input ("" where the page has none), output: USD per million tokens, as OpenAI's page prints them. */
type Row = readonly [input: string, cached: string, output: string];

/**
 * What OpenAI asks for calls served as priority, flex or in a batch: platform.openai.com/docs/pricing, as of 2025-12-15. A model that is
 * missing under a tier is not sold in it. Batches of models before GPT-5 know no cheaper cached input.
 */
const PRIORITY: Readonly<Record<string, Row>> = {
  "gpt-5.2": ["3.5", "0.35", "28"],
  "gpt-5.1": ["2.5", "0.25", "20"],
  "gpt-5": ["2.5", "0.25", "20"],
  "gpt-5-mini": ["0.45", "0.045", "3.6"],
  "gpt-4.1": ["3.5", "0.875", "14"],
  "gpt-4.1-mini": ["0.7", "0.175", "2.8"],
  "gpt-4.1-nano": ["0.2", "0.05", "0.8"],
  "gpt-4o": ["4.25", "2.125", "17"],
  "gpt-4o-2024-05-13": ["8.75", "", "26.25"],
  "gpt-4o-mini": ["0.25", "0.125", "1"],
  o3: ["3.5", "0.875", "14"],
  "o4-mini": ["2", "0.5", "8"],
};
const FLEX: Readonly<Record<string, Row>> = {
  "gpt-5.2": ["0.875", "0.0875", "7"],
  "gpt-5.1": ["0.625", "0.0625", "5"],
  "gpt-5": ["0.625", "0.0625", "5"],
  "gpt-5-mini": ["0.125", "0.0125", "1"],
  "gpt-5-nano": ["0.025", "0.0025", "0.2"],
  o3: ["1", "0.25", "4"],
  "o4-mini": ["0.55", "0.138", "2.2"],
};
const BATCH: Readonly<Record<string, Row>> = {
  "gpt-5.2": ["0.875", "0.0875", "7"],
  "gpt-5.1": ["0.625", "0.0625", "5"],
  "gpt-5": ["0.625", "0.0625", "5"],
  "gpt-5-mini": ["0.125", "0.0125", "1"],
  "gpt-5-nano": ["0.025", "0.0025", "0.2"],
  "gpt-4.1": ["1", "", "4"],
  "gpt-4.1-mini": ["0.2", "", "0.8"],
  "gpt-4.1-nano": ["0.05", "", "0.2"],
  "gpt-4o": ["1.25", "", "5"],
  "gpt-4o-2024-05-13": ["2.5", "", "7.5"],
  "gpt-4o-mini": ["0.075", "", "0.3"],
  o1: ["7.5", "", "30"],
  "o1-mini": ["0.55", "", "2.2"],
  o3: ["1", "", "4"],
  "o3-mini": ["0.55", "", "2.2"],
  "o4-mini": ["0.55", "", "2.2"],
};
const TABLES = [
  ["priority", PRIORITY],
  ["flex", FLEX],
  ["batch", BATCH],
] as const;

/** Longer prompts than this cost more, from GPT-5.4 on: as the public price list has it, from 272,000 tokens. */
const LONG_PROMPT = 271_999;

/** Since GPT-5.4: flex and batches are half of everything, long prompts twice the input and half as much again for the output. */
const HALVED: ReadonlySet<string> = new Set(["gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano", "gpt-5.5"]);
const LONG: ReadonlySet<string> = new Set(["gpt-5.4", "gpt-5.5"]);

export function withTiers(model: ModelData): ModelData {
  const tiers: CatalogTier[] = TABLES.flatMap(([serviceTier, table]) => {
    const row = table[model.modelId];
    return row ? [{ serviceTier, inputTokensAbove: 0, unitsPerMillion: toPrices(row) }] : [];
  });
  if (HALVED.has(model.modelId)) {
    const half = scalePrices(model.pricesPerMillion, 1n, 2n);
    for (const serviceTier of ["flex", "batch"] as const)
      tiers.push({ serviceTier, inputTokensAbove: 0, unitsPerMillion: half });
  }
  if (LONG.has(model.modelId)) {
    const long = longer(model.pricesPerMillion);
    tiers.push({ serviceTier: "standard", inputTokensAbove: LONG_PROMPT, unitsPerMillion: long });
    for (const serviceTier of ["flex", "batch"] as const)
      tiers.push({ serviceTier, inputTokensAbove: LONG_PROMPT, unitsPerMillion: scalePrices(long, 1n, 2n) });
  }
  return tiers.length > 0 ? { ...model, tiers } : model;
}

function longer({ outputTokens, ...input }: ModelData["pricesPerMillion"]): CatalogTier["unitsPerMillion"] {
  return { ...scalePrices(input, 2n, 1n), ...(outputTokens ? scalePrices({ outputTokens }, 3n, 2n) : {}) };
}

function toPrices([inputTokens, cacheReadTokens, outputTokens]: Row): CatalogTier["unitsPerMillion"] {
  return { inputTokens, ...(cacheReadTokens === "" ? {} : { cacheReadTokens }), outputTokens };
}
