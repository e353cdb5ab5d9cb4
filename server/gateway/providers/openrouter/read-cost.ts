import { readOpenAiUsage } from "@/server/gateway/providers/openai-like/read-usage";
import { isRecord } from "@/server/gateway/providers/wire/json-value";
import type { Usage } from "@/server/gateway/spec/usage";

/** More than any call costs; what lies above is a fault. */
const MAX_COST_USD = 100_000;

/** OpenAI's usage plus `cost`, the USD OpenRouter took (openrouter.ai/docs/use-cases/usage-accounting). */
export function readOpenRouterUsage(value: unknown): Usage | undefined {
  const usage = readOpenAiUsage(value);
  const cost = isRecord(value) ? value.cost : undefined;
  if (usage === undefined || typeof cost !== "number" || !(cost >= 0 && cost <= MAX_COST_USD)) return usage;
  return { ...usage, providerCostNanoUsd: BigInt(Math.round(cost * 1e9)) };
}
