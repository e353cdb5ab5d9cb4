import { isRecord, type JsonRecord, readString } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";

export const REASONING_EFFORTS = ["minimal", "low", "medium", "high", "xhigh", "max"] as const;
export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

/** How much thinking a request asks for, however it says so. */
export interface AskedReasoning {
  isOn: boolean;
  /** Absent where only thinking as such was asked for. */
  effort?: ReasoningEffort;
  budgetTokens?: number;
  /** `thinking` as the client wrote it: it may hold fields of the vendor's own. */
  thinking?: JsonRecord;
}

/**
 * Reads `reasoning_effort` and `thinking` of the neutral request; undefined where it says nothing. Where both speak, `thinking` decides
 * whether and `reasoning_effort` how much. Words of neither kind count as nothing said.
 */
export function readAskedReasoning(body: JsonRecord): AskedReasoning | undefined {
  const word = readString(body, "reasoning_effort");
  const effort = REASONING_EFFORTS.find((name) => name === word);
  const thinking = isRecord(body.thinking) ? body.thinking : undefined;
  const type = thinking === undefined ? undefined : readString(thinking, "type");
  if (type === "disabled" || (type === undefined && word === "none")) return { isOn: false };
  const isThinkingAsked = type === "enabled" || type === "adaptive";
  if (effort === undefined && !isThinkingAsked) return undefined;
  const asked: AskedReasoning = { isOn: true };
  if (effort !== undefined) asked.effort = effort;
  const budgetTokens = readCount(thinking, "budget_tokens");
  if (budgetTokens !== undefined) asked.budgetTokens = budgetTokens;
  if (thinking !== undefined) asked.thinking = thinking;
  return asked;
}

/** An effort by the vendor's own scale: the one asked for, or one that fits a budget of tokens; `medium` where only thinking was asked for. */
export function effortOf({ effort, budgetTokens }: AskedReasoning): ReasoningEffort {
  if (effort !== undefined) return effort;
  if (budgetTokens === undefined) return "medium";
  if (budgetTokens <= 2_048) return "low";
  return budgetTokens <= 16_384 ? "medium" : "high";
}
