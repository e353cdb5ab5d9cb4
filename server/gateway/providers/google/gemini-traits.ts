export type ThinkingLevel = "MINIMAL" | "LOW" | "MEDIUM" | "HIGH";

export interface GeminiTraits {
  /** How the model is told how much to think: by a level, by a number of tokens, or not at all. */
  thinking: "level" | "budget" | "none";
  /** Weakest first; empty but for "level". */
  levels: readonly ThinkingLevel[];
  /** Tokens; only for "budget". */
  budgetRange: { least: number; most: number };
  /** Whether a budget of 0 turns thinking off. */
  canStayQuiet: boolean;
  /** Whether a function call of an earlier turn must come back with its thought signature. */
  needsSignatures: boolean;
  /** Whether calls and results carry ids: Vertex AI refuses those of models before Gemini 3, which go by name and order. */
  takesCallIds: boolean;
  /** Whether a function's result may hold pictures. */
  takesPicturesInResults: boolean;
}

const NO_BUDGET = { least: 0, most: 0 };
const NO_THINKING: GeminiTraits = {
  thinking: "none",
  levels: [],
  budgetRange: NO_BUDGET,
  canStayQuiet: false,
  needsSignatures: false,
  takesCallIds: false,
  takesPicturesInResults: false,
};

/**
 * What a Gemini model takes, read from its id; by version, so that the next model is right on its first day, and an alias without one
 * ("gemini-flash-latest") counts as the newest. Facts: ai.google.dev/gemini-api/docs/thinking and /thought-signatures,
 * docs.cloud.google.com/gemini-enterprise-agent-platform/models/thinking.
 */
export function readGeminiTraits(modelId: string): GeminiTraits {
  const name = /gemini-[a-z0-9.-]+/.exec(modelId)?.[0];
  if (name === undefined) return NO_THINKING;
  const version = Number(/^gemini-(\d+(?:\.\d+)?)/.exec(name)?.[1] ?? 99);
  if (version >= 3) {
    return {
      thinking: "level",
      levels: levelsOf(name),
      budgetRange: NO_BUDGET,
      canStayQuiet: false,
      needsSignatures: true,
      takesCallIds: true,
      takesPicturesInResults: true,
    };
  }
  if (version < 2.5 || name.includes("image") || name.includes("tts")) return NO_THINKING;
  return {
    ...NO_THINKING,
    thinking: "budget",
    budgetRange: budgetRangeOf(name),
    canStayQuiet: !name.includes("-pro"),
  };
}

function levelsOf(name: string): readonly ThinkingLevel[] {
  if (name.startsWith("gemini-3-pro")) return ["LOW", "HIGH"];
  return /^gemini-3(?:\.[0-6])?-flash/.test(name) ? ["MINIMAL", "LOW", "MEDIUM", "HIGH"] : ["LOW", "MEDIUM", "HIGH"];
}

function budgetRangeOf(name: string): GeminiTraits["budgetRange"] {
  if (name.includes("-pro")) return { least: 128, most: 32_768 };
  return { least: name.includes("-lite") ? 512 : 1, most: 24_576 };
}
