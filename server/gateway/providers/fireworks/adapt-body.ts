import { adaptBody } from "@/server/gateway/providers/openai-like/adapt-body";
import type { AskedReasoning } from "@/server/gateway/providers/openai-like/asked-reasoning";
import type { JsonRecord } from "@/server/gateway/providers/wire/json-value";

/** docs.fireworks.ai/api-reference/post-chatcompletions, which refuses fields it does not know. */
export const adaptFireworksBody = adaptBody({
  vendor: "Fireworks AI",
  parts: { text: true, image_url: true, video_url: true, audio_url: true },
  pastReasoning: "reasoning_content",
  ignored: ["store", "safety_identifier", "prompt_cache_retention", "verbosity", "modalities"],
  refused: ["audio"],
  reasoning: sendReasoning,
});

/** docs.fireworks.ai/guides/reasoning: a budget goes as Anthropic's `thinking`, an effort by its name; the two exclude each other. */
function sendReasoning(asked: AskedReasoning): JsonRecord {
  if (!asked.isOn) return { reasoning_effort: "none" };
  if (asked.effort === undefined)
    return { thinking: { type: "enabled", ...(asked.budgetTokens && { budget_tokens: asked.budgetTokens }) } };
  return { reasoning_effort: asked.effort === "minimal" ? "low" : asked.effort };
}
