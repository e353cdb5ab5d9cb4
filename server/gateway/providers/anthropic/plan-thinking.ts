import type { ThinkingConfigParam } from "@anthropic-ai/sdk/resources/messages";
import { lookUp } from "@/lib/look-up";
import { isRecord, type JsonRecord } from "@/server/gateway/providers/wire/json-value";
import { readCount } from "@/server/gateway/providers/wire/read-count";
import type { ChatRequest } from "@/server/gateway/spec/chat";
import type { ClaudeEffort, ClaudeTraits } from "./claude-traits";
import { hasThinking } from "./thinking-blocks";

export interface ThinkingPlan {
  /** `thinking` as the model takes it; absent leaves it at the model's own way. */
  thinking?: ThinkingConfigParam;
  /** `output_config.effort`. */
  effort?: ClaudeEffort;
}

/** The least that Anthropic takes; it has to stay below `max_tokens`. */
const MIN_BUDGET_TOKENS = 1024;
const BUDGET_OF_EFFORT: Record<ClaudeEffort, number> = {
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 24_576,
  max: 32_000,
};
const EFFORT_OF_NAME: Record<string, ClaudeEffort> = {
  minimal: "low",
  low: "low",
  medium: "medium",
  high: "high",
  xhigh: "xhigh",
  max: "max",
};

/**
 * `thinking` and `reasoning_effort` as this model takes them (platform.claude.com/docs/en/build-with-claude/thinking). `thinking` decides
 * whether, the effort how much; what the model can't be told becomes a warning.
 */
export function planThinking(request: ChatRequest, traits: ClaudeTraits, warnings: string[]): ThinkingPlan {
  const asked = isRecord(request.thinking) ? request.thinking : undefined;
  const name = request.reasoning_effort ?? undefined;
  const effort = name === undefined ? undefined : lookUp(EFFORT_OF_NAME, name);
  if (asked?.type === "disabled" || (asked === undefined && name === "none"))
    return stayQuiet(traits, effort, warnings);
  if (name !== undefined && name !== "none" && effort === undefined)
    warnings.push(`reasoning_effort "${name.slice(0, 40)}" was left out: Anthropic does not know it.`);
  if (asked === undefined && effort === undefined) return {};
  if (traits.thinking === "none") {
    warnings.push("The model does not think: this one can't.");
    return {};
  }
  if (asked !== undefined && asked.type !== "enabled" && asked.type !== "adaptive") {
    warnings.push("thinking was left out: its type is none that Anthropic documents.");
    return {};
  }
  const plan = think(request, asked, effort, traits, warnings);
  if (asked === undefined && plan.thinking !== undefined && isToolForced(request)) {
    warnings.push("The model does not think here: Anthropic does not let it while a tool is forced.");
    delete plan.thinking;
  }
  return plan;
}

function stayQuiet(
  { withoutThinking, efforts }: ClaudeTraits,
  effort: ClaudeEffort | undefined,
  warnings: string[],
): ThinkingPlan {
  const plan: ThinkingPlan = {};
  if (effort !== undefined && efforts.length > 0) plan.effort = atMost(effort, efforts);
  if (withoutThinking === "disabled") {
    // Anthropic refuses the two highest efforts together with this.
    if (plan.effort === "xhigh" || plan.effort === "max") plan.effort = "high";
    plan.thinking = { type: "disabled" };
  }
  if (withoutThinking === "between_tools") plan.thinking = { type: "between_tools" };
  if (withoutThinking === "never") {
    plan.effort ??= "low";
    warnings.push("This model can't be kept from thinking; it was asked for little of it instead.");
  }
  return plan;
}

function think(
  request: ChatRequest,
  asked: JsonRecord | undefined,
  effort: ClaudeEffort | undefined,
  traits: ClaudeTraits,
  warnings: string[],
): ThinkingPlan {
  const budget = asked?.type === "enabled" ? readCount(asked, "budget_tokens") : undefined;
  const display = asked?.display === "omitted" ? "omitted" : "summarized";
  const isByBudget = traits.thinking === "budget" || (traits.thinking === "either" && budget !== undefined);
  if (isByBudget) {
    const plan: ThinkingPlan = {};
    if (effort !== undefined && traits.efforts.length > 0) plan.effort = atMost(effort, traits.efforts);
    const tokens = fitBudget(request, budget ?? BUDGET_OF_EFFORT[effort ?? "high"], warnings);
    if (tokens !== undefined && canProveLastTurn(request, warnings))
      plan.thinking = { type: "enabled", budget_tokens: tokens };
    return plan;
  }
  const level = effort ?? (budget === undefined ? undefined : effortOfBudget(budget));
  if (budget !== undefined)
    warnings.push(
      `thinking.budget_tokens was left out: this model decides itself how long it thinks${level === undefined ? "" : `, here at ${level} effort`}.`,
    );
  return {
    thinking: { type: "adaptive", display },
    ...(level === undefined ? {} : { effort: atMost(level, traits.efforts) }),
  };
}

/** The level itself, or the next weaker one that the model knows. */
function atMost(effort: ClaudeEffort, efforts: readonly ClaudeEffort[]): ClaudeEffort {
  const names = Object.values(EFFORT_OF_NAME);
  const wanted = names.lastIndexOf(effort);
  return efforts.findLast((known) => names.lastIndexOf(known) <= wanted) ?? "low";
}

function effortOfBudget(tokens: number): ClaudeEffort {
  if (tokens <= BUDGET_OF_EFFORT.low) return "low";
  return tokens <= BUDGET_OF_EFFORT.medium ? "medium" : "high";
}

/** Leaves at least half of `max_tokens` to the answer; undefined where there is no room to think. */
function fitBudget(request: ChatRequest, wanted: number, warnings: string[]): number | undefined {
  const limit = request.max_completion_tokens ?? request.max_tokens ?? undefined;
  if (limit === undefined) return Math.max(MIN_BUDGET_TOKENS, wanted);
  if (limit <= MIN_BUDGET_TOKENS) {
    warnings.push(`The model does not think here: that takes a max_tokens above ${MIN_BUDGET_TOKENS}.`);
    return undefined;
  }
  return Math.max(MIN_BUDGET_TOKENS, Math.min(wanted, Math.floor(limit / 2)));
}

/** Models that think by a budget want an unfinished turn with tools to begin with their own thinking, which other models' turns don't hold. */
function canProveLastTurn({ messages }: ChatRequest, warnings: string[]): boolean {
  if (messages.at(-1)?.role !== "tool") return true;
  const turn = messages.findLast(({ role }) => role === "assistant");
  if (turn === undefined || hasThinking(turn)) return true;
  warnings.push(
    "The model does not think here: the last turn's tool calls came without its signed thinking (reasoning_details).",
  );
  return false;
}

function isToolForced({ tool_choice }: ChatRequest): boolean {
  return tool_choice === "required" || (isRecord(tool_choice) && tool_choice.type === "function");
}
