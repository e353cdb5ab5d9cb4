import { type AskedReasoning, readAskedReasoning } from "@/server/gateway/providers/openai-like/asked-reasoning";
import { liftToolMedia } from "@/server/gateway/providers/openai-like/lift-tool-media";
import { isRecord, type JsonRecord, readArray } from "@/server/gateway/providers/wire/json-value";

/**
 * A request of another dialect as OpenRouter takes it: marks of the cache and proofs of thinking stay, how much to think goes into
 * `reasoning` (openrouter.ai/docs/use-cases/reasoning-tokens).
 */
export function openRouterBody(received: JsonRecord): JsonRecord {
  const { thinking: _thinking, reasoning_effort: _effort, ...body } = received;
  const asked = readAskedReasoning(received);
  return {
    ...body,
    messages: liftToolMedia(readArray(received, "messages")).map(withMarkOnPart),
    ...(asked === undefined || body.reasoning !== undefined ? {} : { reasoning: toReasoning(asked) }),
  };
}

/** One of effort and budget, never both. */
function toReasoning({ isOn, effort, budgetTokens }: AskedReasoning): JsonRecord {
  if (!isOn) return { enabled: false };
  if (effort !== undefined) return { effort: effort === "max" ? "xhigh" : effort };
  return budgetTokens === undefined ? { enabled: true } : { max_tokens: budgetTokens };
}

/** OpenRouter reads marks on parts alone. */
function withMarkOnPart(message: unknown): unknown {
  if (!isRecord(message)) return message;
  const { is_error: _isError, cache_control: mark, ...plain } = message;
  if (mark === undefined) return plain;
  const parts: readonly unknown[] = Array.isArray(plain.content)
    ? plain.content
    : [{ type: "text", text: plain.content ?? "" }];
  const last = parts.at(-1);
  return { ...plain, content: isRecord(last) ? [...parts.slice(0, -1), { ...last, cache_control: mark }] : parts };
}
