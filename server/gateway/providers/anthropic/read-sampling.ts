import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { ClaudeTraits } from "./claude-traits";

export interface Sampling {
  temperature?: number;
  top_p?: number;
  top_k?: number;
}

/** The least top_p that goes together with thinking. */
const MIN_TOP_P_THINKING = 0.95;

/**
 * temperature, top_p and top_k as far as the model takes them (platform.claude.com/docs/en/build-with-claude/extended-thinking, "Feature
 * compatibility", and the migration guides). A value that is the default anyway is left out without a word where it would be refused.
 */
export function readSampling(
  request: ChatRequest,
  { sampling }: ClaudeTraits,
  isThinking: boolean,
  warnings: string[],
): Sampling {
  const asked: Sampling = {};
  const reason = sampling === "none" ? "this model does not take it" : "it does not go together with thinking";
  const drop = (name: string) => void warnings.push(`${name} was left out: ${reason}.`);
  const { temperature, top_p: topP, top_k: topK } = request;
  const isFree = sampling !== "none" && !isThinking;
  if (typeof temperature === "number") {
    if (isFree) {
      asked.temperature = Math.min(1, temperature);
      if (temperature > 1) warnings.push("temperature was lowered to 1, the highest Anthropic takes.");
    } else if (temperature !== 1) drop("temperature");
  }
  if (typeof topP === "number") {
    if (sampling !== "all" && asked.temperature !== undefined)
      warnings.push("top_p was left out: this model takes it or temperature, not both.");
    else if (isFree || (sampling !== "none" && topP >= MIN_TOP_P_THINKING)) asked.top_p = topP;
    else if (topP !== 1) drop("top_p");
  }
  if (typeof topK === "number") {
    if (isFree) asked.top_k = topK;
    else drop("top_k");
  }
  return asked;
}
