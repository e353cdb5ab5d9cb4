import type { ClaudeTraits } from "@/server/gateway/providers/anthropic/claude-traits";
import { planThinking } from "@/server/gateway/providers/anthropic/plan-thinking";
import { readSampling, type Sampling } from "@/server/gateway/providers/anthropic/read-sampling";
import type { JsonRecord } from "@/server/gateway/providers/wire/json-value";
import type { ChatRequest } from "@/server/gateway/spec/chat";

export interface ModelFields {
  sampling: Sampling;
  /** `additionalModelRequestFields`: what Converse hands to the model as it is. */
  additional: JsonRecord;
  /** Tokens for thinking that have to fit into a bound. */
  budgetTokens: number;
}

/** Thinking and sampling as the family of the model takes them; `traits` where it is Claude. */
export function buildModelFields(
  request: ChatRequest,
  modelId: string,
  traits: ClaudeTraits | undefined,
  warnings: string[],
): ModelFields {
  return traits === undefined ? ofOthers(request, modelId, warnings) : ofClaude(request, traits, warnings);
}

/** docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html and …/claude-messages-extended-thinking.html. */
function ofClaude(request: ChatRequest, traits: ClaudeTraits, warnings: string[]): ModelFields {
  const { thinking, effort } = planThinking(request, traits, warnings);
  const isThinking = thinking?.type === "enabled" || thinking?.type === "adaptive";
  const { top_k: topK, ...sampling } = readSampling(request, traits, isThinking, warnings);
  const additional: JsonRecord = {};
  if (topK !== undefined) additional.top_k = topK;
  if (thinking !== undefined) additional.thinking = thinking;
  if (effort !== undefined) additional.output_config = { effort };
  return { sampling, additional, budgetTokens: thinking?.type === "enabled" ? thinking.budget_tokens : 0 };
}

function ofOthers(request: ChatRequest, modelId: string, warnings: string[]): ModelFields {
  const additional: JsonRecord = {};
  const sampling: Sampling = {};
  if (typeof request.temperature === "number") sampling.temperature = request.temperature;
  if (typeof request.top_p === "number") sampling.top_p = request.top_p;
  const isNova = modelId.includes("amazon.nova");
  if (typeof request.top_k === "number") {
    if (isNova) additional.inferenceConfig = { topK: request.top_k };
    else additional.top_k = request.top_k;
  }
  const effort = effortOf(request.reasoning_effort);
  if (effort !== undefined) {
    if (modelId.includes("openai.gpt-oss")) additional.reasoning_effort = effort;
    else if (isNova && modelId.includes("nova-2"))
      additional.reasoningConfig = { type: "enabled", maxReasoningEffort: effort };
    else warnings.push('"reasoning_effort" was left out: this model on Amazon Bedrock does not take it.');
  }
  if (request.thinking !== undefined)
    warnings.push('"thinking" was left out: this model on Amazon Bedrock does not take it.');
  return { sampling, additional, budgetTokens: 0 };
}

/** The three levels that these families share; none for "none". */
function effortOf(name: string | null | undefined): "low" | "medium" | "high" | undefined {
  if (name === undefined || name === null || name === "none") return undefined;
  if (name === "minimal" || name === "low") return "low";
  return name === "medium" ? "medium" : "high";
}
