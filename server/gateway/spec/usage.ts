import type { ServiceTier } from "@/lib/contracts/price";

/**
 * What an attempt consumed, in units that never overlap, so that cost is a plain sum.
 * OpenAI and Gemini count cached tokens inside input, Anthropic outside; OpenAI counts reasoning and audio inside output: providers undo that here.
 * `audioMs` is the length of transcribed audio in milliseconds, `searches` a rerank vendor's billing unit or searches of the web that the
 * provider made, `characters` text spoken.
 */
export const USAGE_UNITS = [
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
] as const;

export type UsageUnit = (typeof USAGE_UNITS)[number];

/** Whole, non-negative counts. A missing unit means the provider did not report it; an explicit 0 stays 0. */
export type UsageCounts = Partial<Record<UsageUnit, number>>;

export interface Usage {
  counts: UsageCounts;
  /** True when the provider reported nothing usable and the counts are our estimate. */
  isEstimated: boolean;
  /** In which tier the provider says it served the call; absent where it says nothing, as most do. */
  serviceTier?: ServiceTier;
  /** What the provider itself says it charged, in nano-USD (OpenRouter does); kept beside ours. */
  providerCostNanoUsd?: bigint;
}

export const OUTPUT_UNITS: ReadonlySet<UsageUnit> = new Set([
  "outputTokens",
  "reasoningTokens",
  "outputAudioTokens",
  "outputImageTokens",
]);
const SIDES = [USAGE_UNITS.filter((unit) => !OUTPUT_UNITS.has(unit)), [...OUTPUT_UNITS]];

/** The counts, with a side (input, output) of which nothing is known taken from the estimate. */
export function fillMissingSides(counts: UsageCounts, estimate: UsageCounts): UsageCounts {
  const filled = { ...counts };
  for (const side of SIDES) {
    if (side.some((unit) => counts[unit] !== undefined)) continue;
    for (const unit of side) if (estimate[unit] !== undefined) filled[unit] = estimate[unit];
  }
  return filled;
}

/** Tokens a person would call "input": everything that went in, cached or not. */
export function totalInputTokens(counts: UsageCounts): number {
  return (
    (counts.inputTokens ?? 0) +
    (counts.cacheReadTokens ?? 0) +
    (counts.cacheWrite5mTokens ?? 0) +
    (counts.cacheWrite1hTokens ?? 0) +
    (counts.inputAudioTokens ?? 0)
  );
}

/** Tokens a person would call "output": text, reasoning, audio and pictures. */
export function totalOutputTokens(counts: UsageCounts): number {
  return (
    (counts.outputTokens ?? 0) +
    (counts.reasoningTokens ?? 0) +
    (counts.outputAudioTokens ?? 0) +
    (counts.outputImageTokens ?? 0)
  );
}
