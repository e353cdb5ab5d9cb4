import { lookUp } from "@/lib/look-up";
import { isRecord, type JsonRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { GeminiTraits, ThinkingLevel } from "./gemini-traits";

const LEVELS: readonly ThinkingLevel[] = ["MINIMAL", "LOW", "MEDIUM", "HIGH"];
/** Google's own table for its OpenAI compatibility (ai.google.dev/gemini-api/docs/openai); beyond it, the most the model takes. */
const BUDGET_OF_EFFORT: Record<string, number> = {
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 32_768,
  max: 32_768,
};
const LEVEL_OF_EFFORT: Record<string, ThinkingLevel> = {
  none: "MINIMAL",
  minimal: "MINIMAL",
  low: "LOW",
  medium: "MEDIUM",
  high: "HIGH",
  xhigh: "HIGH",
  max: "HIGH",
};
/** Lets a 2.5 model decide itself. */
const DYNAMIC_BUDGET = -1;
const LOW_BUDGET_TOKENS = 1024;
const MEDIUM_BUDGET_TOKENS = 8192;

/**
 * `thinking` and `reasoning_effort` as `thinkingConfig` (ai.google.dev/gemini-api/docs/thinking): a level from Gemini 3 on, tokens for 2.5.
 * `thinking` decides whether, the effort how much. Undefined where neither asks for anything; what the model can't be told becomes a warning.
 */
export function planThinking(request: ChatRequest, traits: GeminiTraits, warnings: string[]): JsonRecord | undefined {
  const thinking = isRecord(request.thinking) ? request.thinking : undefined;
  const effort = readEffort(request, thinking, warnings);
  const budget = thinking?.type === "enabled" ? readCount(thinking, "budget_tokens") : undefined;
  if (effort === undefined && thinking === undefined) return undefined;
  if (traits.thinking === "none") {
    if (effort !== "none") warnings.push("The model was not asked to think: this one does not do so on demand.");
    return undefined;
  }
  const config =
    traits.thinking === "level"
      ? byLevel(effort, budget, traits, warnings)
      : byBudget(effort, budget, traits, warnings);
  return effort === "none" ? config : { ...config, includeThoughts: true };
}

/** "none" where thinking is to be off, whichever field says so. */
function readEffort(
  { reasoning_effort: name }: ChatRequest,
  thinking: JsonRecord | undefined,
  warnings: string[],
): string | undefined {
  if (thinking?.type === "disabled") return "none";
  if (name === undefined || name === null) return undefined;
  if (Object.hasOwn(LEVEL_OF_EFFORT, name)) return thinking !== undefined && name === "none" ? undefined : name;
  warnings.push(`reasoning_effort "${name.slice(0, 40)}" was left out: Gemini does not know it.`);
  return undefined;
}

function byLevel(
  effort: string | undefined,
  budget: number | undefined,
  { levels }: GeminiTraits,
  warnings: string[],
): JsonRecord {
  const wanted = effort === undefined ? levelOfBudget(budget) : lookUp(LEVEL_OF_EFFORT, effort);
  if (wanted === undefined) return {};
  const level = levels.find((known) => LEVELS.indexOf(known) >= LEVELS.indexOf(wanted)) ?? "HIGH";
  if (effort === "none") warnings.push(`This model can't be kept from thinking; it was asked for the level ${level}.`);
  else if (level !== wanted)
    warnings.push(`This model does not know the thinking level ${wanted}; ${level} was asked for.`);
  else if (effort === undefined)
    warnings.push(
      `thinking.budget_tokens was taken as the thinking level ${level}: this model takes no number of tokens.`,
    );
  return { thinkingLevel: level };
}

function levelOfBudget(tokens: number | undefined): ThinkingLevel | undefined {
  if (tokens === undefined) return undefined;
  if (tokens <= LOW_BUDGET_TOKENS) return "LOW";
  return tokens <= MEDIUM_BUDGET_TOKENS ? "MEDIUM" : "HIGH";
}

function byBudget(
  effort: string | undefined,
  budget: number | undefined,
  { budgetRange: { least, most }, canStayQuiet }: GeminiTraits,
  warnings: string[],
): JsonRecord {
  if (effort === "none") {
    if (canStayQuiet) return { thinkingBudget: 0 };
    warnings.push(`This model can't be kept from thinking; it was given its least budget, ${least} tokens.`);
    return { thinkingBudget: least };
  }
  const wanted = budget ?? lookUp(BUDGET_OF_EFFORT, effort ?? "");
  if (wanted === undefined) return { thinkingBudget: DYNAMIC_BUDGET };
  const thinkingBudget = Math.min(most, Math.max(least, wanted));
  if (budget !== undefined && budget !== thinkingBudget)
    warnings.push(`thinking.budget_tokens was changed to ${thinkingBudget}: this model takes ${least} to ${most}.`);
  return { thinkingBudget };
}
