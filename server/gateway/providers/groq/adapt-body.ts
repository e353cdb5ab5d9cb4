import { nameValue } from "@/lib/name-value";
import { adaptBody } from "@/server/gateway/providers/openai-like/adapt-body";
import { type AskedReasoning, effortOf } from "@/server/gateway/providers/openai-like/asked-reasoning";
import { type JsonRecord, readString } from "@/server/gateway/providers/wire/json-value";

const SERVICE_TIERS = new Set<unknown>(["auto", "on_demand", "flex", "performance"]);
/** These write their thinking into the answer unless asked to keep it apart (console.groq.com/docs/reasoning). */
const THINKS_ALOUD = /qwen3|qwq|deepseek-r1/;

/** console.groq.com/docs/openai, "Currently Unsupported OpenAI Features", and console.groq.com/docs/api-reference#chat-create. */
export const adaptGroqBody = adaptBody({
  vendor: "Groq",
  parts: { text: true, image_url: true },
  pastReasoning: "reasoning",
  isNameless: true,
  isSingleChoice: true,
  toolTypes: ["browser_search", "code_interpreter", "mcp"],
  ignored: [
    "top_k",
    "metadata",
    "store",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "verbosity",
    "prediction",
    "modalities",
  ],
  refused: ["logprobs", "top_logprobs", "logit_bias", "audio"],
  reasoning: sendEffort,
  finish: (body, warnings) => separateThinking(checkTier(body, warnings)),
});

/** Qwen knows `none` and `default`, GPT-OSS `low`, `medium` and `high`, other models nothing. */
function sendEffort(asked: AskedReasoning, body: JsonRecord, warnings: string[]): JsonRecord {
  const model = readString(body, "model") ?? "";
  if (/qwen3/.test(model)) return { reasoning_effort: asked.isOn ? "default" : "none" };
  if (!/gpt-oss/.test(model)) {
    if (asked.isOn) warnings.push(`How much to think was left out: ${model} does not let callers say so.`);
    return {};
  }
  if (!asked.isOn) {
    warnings.push(`${model} thinks with effort low: its thinking can't be switched off.`);
    return { reasoning_effort: "low" };
  }
  const effort = effortOf(asked);
  if (effort === "minimal" || effort === "low") return { reasoning_effort: "low" };
  return { reasoning_effort: effort === "medium" ? "medium" : "high" };
}

function checkTier(body: JsonRecord, warnings: string[]): JsonRecord {
  const { service_tier: tier, ...rest } = body;
  if (tier === undefined || SERVICE_TIERS.has(tier)) return body;
  if (tier !== "default") warnings.push(`"service_tier" was left out: Groq has no tier "${nameValue(tier)}".`);
  return rest;
}

function separateThinking(body: JsonRecord): JsonRecord {
  const isSaid = body.reasoning_format !== undefined || body.include_reasoning !== undefined;
  return isSaid || !THINKS_ALOUD.test(readString(body, "model") ?? "") ? body : { ...body, reasoning_format: "parsed" };
}
